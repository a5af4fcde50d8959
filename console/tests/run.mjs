// Bundles each tests/*.test.ts with the bundler Vite already brings and gives them to Node's own runner,
// so the same command works on every Node the build supports.
import { spawnSync } from "node:child_process";
import { readdirSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "vite";

const here = fileURLToPath(new URL(".", import.meta.url));
const out = fileURLToPath(new URL("../node_modules/.cache/tests", import.meta.url));
const entries = readdirSync(here).filter((name) => name.endsWith(".test.ts"));

rmSync(out, { recursive: true, force: true });
await build({
  configFile: false,
  root: here,
  logLevel: "error",
  resolve: { alias: { "@": fileURLToPath(new URL("../src", import.meta.url)) } },
  build: {
    ssr: true,
    outDir: out,
    rollupOptions: {
      input: Object.fromEntries(entries.map((name) => [name.replace(/\.ts$/, ""), here + name])),
      output: { entryFileNames: "[name].mjs" },
    },
  },
});
const files = entries.map((name) => `${out}/${name.replace(/\.ts$/, ".mjs")}`);
process.exit(spawnSync(process.execPath, ["--test", ...files], { stdio: "inherit" }).status ?? 1);
