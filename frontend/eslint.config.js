import eslint from "@eslint/js";
import hooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

/** Folders that a part of the dashboard may not import, and the one library that belongs to each. */
const only = (files, patterns, paths = []) => ({
  files,
  rules: { "no-restricted-imports": ["error", { patterns: [{ group: patterns }], paths }] },
});

export default tseslint.config(
  { ignores: ["dist", "node_modules", "src/api/gen"] },
  eslint.configs.recommended,
  {
    files: ["**/*.{ts,tsx}"],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { "react-hooks": hooks },
    rules: {
      ...hooks.configs.recommended.rules,
      "max-lines": ["error", { max: 250 }],
      "max-params": ["error", { max: 5 }],
      complexity: ["error", { max: 8 }],
      eqeqeq: "error",
      "no-console": "error",
      "no-restricted-syntax": [
        "error",
        {
          selector: "JSXAttribute[name.name='color'] Literal[value=/^text[.]/]",
          message: "Typography has no such colour and stays as it is: textSecondary.",
        },
      ],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
    },
  },
  {
    files: ["**/*.js"],
    languageOptions: { globals: { console: "readonly", fetch: "readonly", process: "readonly", URL: "readonly" } },
  },
  only(["src/features/**"], ["**/app/**", "echarts", "echarts/*", "graphql-request"]),
  only(["src/charts/**"], ["**/features/**", "**/app/**", "graphql-request"]),
  only(["src/api/**"], ["**/features/**", "**/app/**", "echarts", "echarts/*"]),
  only(
    ["src/state/**", "src/ui/**", "src/*.ts"],
    ["**/features/**", "**/app/**", "echarts", "echarts/*", "graphql-request"],
  ),
  only(["src/app/**"], ["echarts", "echarts/*", "graphql-request"]),
);
