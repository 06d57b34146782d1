#!/usr/bin/env -S node --experimental-vm-modules --disable-warning=ExperimentalWarning
// Jest runs ES modules only behind this flag of Node's; everything else about it is Jest's own command.
// nx asks all that it runs for colours: a test that reads what a program prints would read them too.
delete process.env.FORCE_COLOR;
await import("jest/bin/jest");
