import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

// One origin in production (the API serves this build); in development the API is proxied.
const api = process.env["CAUDAL_API"] ?? "http://127.0.0.1:8000";

export default defineConfig({
  base: "/",
  plugins: [react()],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  server: { proxy: { "/v1": api, "/healthz": api, "/readyz": api } },
  build: {
    outDir: fileURLToPath(new URL("../src/caudal/interfaces/console/static", import.meta.url)),
    emptyOutDir: true,
    target: ["chrome111", "firefox115", "safari16.4"],
    chunkSizeWarningLimit: 900,
  },
});
