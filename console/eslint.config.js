import { readdirSync } from "node:fs";
import a11y from "eslint-plugin-jsx-a11y";
import hooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

// The floors of the console: api < kit < rooms < app; a room never imports another room.
const rooms = readdirSync(new URL("./src/rooms", import.meta.url), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

const doors = [
  { group: ["ag-grid-*", "@ag-grid-community/*"], message: "AG Grid tiene una sola puerta: kit/Grid." },
  { group: ["echarts", "echarts/*"], message: "ECharts tiene una sola puerta: kit/Chart." },
];
const banned = [
  { name: "antd", importNames: ["Table"], message: "Use kit/Grid (o kit/PlainTable)." },
  { name: "antd", importNames: ["DatePicker", "TimePicker", "Calendar"], message: "Use kit/DateField." },
];

function zone(files, patterns, ignores = []) {
  return {
    files,
    ignores,
    rules: { "no-restricted-imports": ["error", { paths: banned, patterns: [...doors, ...patterns] }] },
  };
}
const up = (...names) => ({
  group: names.flatMap((name) => [`@/${name}/*`, `@/${name}/**`]),
  message: "Las importaciones solo bajan: api < kit < rooms < app.",
});

export default tseslint.config(
  { ignores: ["node_modules", "dist", "src/api/schema.ts"] },
  ...tseslint.configs.strict,
  hooks.configs.flat["recommended-latest"],
  a11y.flatConfigs.recommended,
  {
    languageOptions: { parserOptions: { projectService: { allowDefaultProject: ["*.js", "tests/*.mjs"] } } },
    rules: {
      "max-lines": ["error", { max: 250, skipBlankLines: true, skipComments: true }],
      "@typescript-eslint/no-non-null-assertion": "error",
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-invalid-void-type": "off",
      eqeqeq: "error",
      "no-console": "error",
      "jsx-a11y/no-autofocus": "off",
    },
  },
  zone(["src/api/**"], [up("kit", "rooms", "app")]),
  zone(["src/words/**"], [up("api", "kit", "rooms", "app")]),
  zone(["src/kit/**"], [up("rooms", "app")], ["src/kit/Grid*.tsx", "src/kit/Chart*.tsx", "src/kit/chart*.ts", "src/kit/grid*.ts"]),
  zone(["src/app/**", "src/main.tsx"], []),
  ...rooms.map((room) =>
    zone(
      [`src/rooms/${room}/**`],
      [
        up("app"),
        {
          group: rooms.filter((other) => other !== room).flatMap((other) => [`@/rooms/${other}/**`, `../${other}/**`]),
          message: "Una sala no importa otra sala.",
        },
      ],
    ),
  ),
  { files: ["src/words/**", "src/api/types.ts"], rules: { "max-lines": "off" } },
  { files: ["tests/**", "*.js", "vite.config.ts"], rules: { "no-console": "off" } },
);
