#!/usr/bin/env -S node --experimental-vm-modules --disable-warning=ExperimentalWarning
// Jest runs ES modules only behind this flag of Node's; everything else about it is Jest's own command.
import "jest/bin/jest";
