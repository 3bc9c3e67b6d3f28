import { readFileSync } from "node:fs";

export const disposableDomains = file => readFileSync(file, "utf8").split("\n").map(line => line.trim().toLowerCase()).filter(line => /^[a-z0-9.-]+$/.test(line)).map(line => [line]);
