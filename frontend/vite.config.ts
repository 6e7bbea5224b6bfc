import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { compress } from "./compress.ts";
import { operationName } from "./operation-name.ts";

const api = process.env.SALES_API ?? "http://localhost:8000";
const toApi = Object.fromEntries(
  ["/api", "/graphql", "/docs", "/assets"].map((path) => [path, { target: api, changeOrigin: true }]),
);

/** What is typed and chosen in; no tile has it. */
const FIELDS =
  /@mui\/material\/(?:TextField|Select|NativeSelect|FilledInput|OutlinedInput|Input|InputLabel|FormHelperText|Radio|RadioGroup|Switch)\/|src\/ui\/search-field/;

export default defineConfig({
  plugins: [react(), operationName(), compress()],
  // `/assets` belongs to the backend's own pages
  build: {
    assetsDir: "static",
    target: "es2022",
    reportCompressedSize: true,
    // perf/sizes.js holds every file to its size, as it is sent
    chunkSizeWarningLimit: 1000,
    // each is one more request: what every page begins with, what pages share, and the charts
    rolldownOptions: {
      output: {
        codeSplitting: {
          includeDependenciesRecursively: false,
          groups: [
            { name: "frame", tags: ["$initial"], priority: 3 },
            {
              name: "plot",
              test: /node_modules\/(?:echarts|zrender)\/|src\/charts\/(?:plot|modules|queue)\.ts/,
              priority: 2,
            },
            { name: "fields", test: FIELDS, priority: 2 },
            { name: "tiles", minShareCount: 2, priority: 1 },
          ],
        },
      },
    },
  },
  server: { port: 5173, strictPort: true, proxy: toApi },
  preview: { proxy: toApi },
  test: {
    environment: "node",
    include: ["src/**/*.test.{ts,tsx}", "fixtures/*.test.ts"],
    // a busy machine is not a broken page
    testTimeout: 30_000,
  },
});
