import { expect, test } from "@jest/globals";
import { fromJson, readVectors } from "@kstash/vectors";
import { describeGo, peer } from "./suite.js";

const retrievals = readVectors("retrievals.json");
const references = readVectors("references.json");

describeGo("Go and the vectors of retrievals", () => {
  const { ask } = peer();

  test.each([...retrievals.inline, ...retrievals.stored])(
    "$title: $address",
    async ({ data, code, ...question }) => {
      const reading = ask("retrieve", question);
      if (code === undefined) expect(fromJson(await reading)).toStrictEqual(fromJson(data!));
      else await expect(reading).rejects.toMatchObject({ code });
    },
  );
});

describeGo("Go and the vectors of references", () => {
  const { ask } = peer();

  test.each(references.read)("reads $title", async ({ message, fields, reads }) => {
    const hydrated = await ask("hydrate", { message, fields });
    expect(JSON.stringify(hydrated)).toBe(JSON.stringify(reads));
  });

  test.each(references.refused)("does not read $title", async ({ message, fields, code }) => {
    await expect(ask("hydrate", { message, fields })).rejects.toMatchObject({ code });
  });

  test.each(references.refusedMessages)("does not write $title", async ({ message, code }) => {
    await expect(ask("check message", { message })).rejects.toMatchObject({ code });
  });
});
