export { default } from "@kstash/jest";
