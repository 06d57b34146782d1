import { writeFile } from "node:fs/promises";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { Command } from "./process.js";
import { describeWith, Terminal } from "./terminal.js";

// How each shell is started without anybody's configuration, and how it is told to complete.
const shells = {
  bash: { start: ["bash", "--norc", "--noprofile"], load: "source <(kstash completion bash)" },
  zsh: {
    start: ["zsh", "-f"],
    load: "autoload -Uz compinit && compinit -u -D && source <(kstash completion zsh)",
  },
  fish: { start: ["fish", "--no-config"], load: "kstash completion fish | source" },
};

for (const [shell, { start, load }] of Object.entries(shells)) {
  describeWith("tmux", shell)(`completion in ${shell}`, () => {
    let kstash: Command;
    let terminal: Terminal;
    beforeEach(async () => {
      kstash = await Command.prepare();
      await writeFile(kstash.path("letter with space.json"), "12");
      terminal = await Terminal.start(kstash, start);
      await terminal.shows(/\S/);
      await terminal.enter(`${load}; echo read''y`);
      await terminal.shows(/^ready$/m);
    });
    afterEach(async () => {
      await terminal.close();
      await kstash.remove();
    });

    test.each([
      ["kstash ret", /kstash retrieve/],
      ["kstash completion f", /kstash completion fish/],
      ["kstash retrieve --ou", /kstash retrieve --out/],
      ["kstash create x --as by", /kstash create x --as bytes/],
      ["kstash create --as text --has", /kstash create --as text --hash/],
      ["kstash share --tt", /kstash share --ttl/],
      ["kstash message --fie", /kstash message --fields/],
      [
        "kstash message lett",
        /kstash message (letter\\ with\\ space\.json|'letter with space\.json')/,
      ],
      [
        "kstash retrieve x --out lett",
        /--out (letter\\ with\\ space\.json|'letter with space\.json')/,
      ],
    ])("%s", async (line, completed) => {
      await terminal.type(line);
      await terminal.press("Tab");
      await terminal.shows(completed);
    });

    test("kstash, and nothing more: every subcommand", async () => {
      await terminal.type("kstash ");
      for (const _ of "12") await terminal.press("Tab");
      const names = ["create", "retrieve", "inspect", "share", "remove", "message", "completion"];
      const screen = await terminal.shows(/message/);
      for (const name of names) expect(screen).toContain(name);
    });
  });
}
