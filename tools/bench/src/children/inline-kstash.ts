// A whole process: kstash, and one small payload there and back.
import { create, retrieve } from "kstash";

const stash = await create("x", { id: 1, kind: "order" });
await retrieve(stash.address.text);
