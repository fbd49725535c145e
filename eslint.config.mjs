import tseslint from "typescript-eslint";

/** What must stay true of the code, beyond what the compiler checks. */
export default tseslint.config(
  { ignores: ["dist/", "out/", ".cache/", "node_modules/", "esbuild.js", "eslint.config.mjs"] },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "no-console": "error",
      eqeqeq: "error",
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/return-await": ["error", "in-try-catch"],
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
    },
  },
  {
    files: ["src/workfront/**", "src/domain/**"],
    rules: { "no-restricted-imports": ["error", { paths: ["vscode"] }] },
  },
  {
    files: ["src/ui/**"],
    ignores: ["src/ui/editor/**"],
    rules: {
      "no-restricted-properties": [
        "error",
        {
          object: "commands",
          property: "registerCommand",
          message: "Register commands through ui/editor/commands.ts.",
        },
      ],
    },
  },
  {
    files: ["test/**", "bench/**"],
    rules: {
      "no-console": "off",
      "@typescript-eslint/no-non-null-assertion": "off",
    },
  },
);
