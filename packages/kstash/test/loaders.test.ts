import { expect, test } from "@jest/globals";
import { loaders } from "../src/index.js";

test.each(Object.keys(loaders) as (keyof typeof loaders)[])(
  "the loader %s gives the backend of that name",
  async (name) => {
    expect((await loaders[name]()).name).toBe(name);
  },
);
