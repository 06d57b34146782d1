import { loadFor, remember } from "@kstash/backend-kit";

/** Loaded on first use: it takes longer to load than all the rest of kstash. */
export const loadSdk = remember(() =>
  loadFor("gs", "@google-cloud/storage", () => import("@google-cloud/storage")),
);
