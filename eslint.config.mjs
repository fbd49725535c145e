import tseslint from "typescript-eslint";

/** A name as a text, between whatever quotation marks. */
const text = (name) => `Literal[value=/^${name}$/], TemplateElement[value.cooked=/^${name}$/]`;

/** Keeps a function of the editor's API in one place, where text from outside is made harmless. */
const restricted = (name, message) => ({
  selector: `:matches(MemberExpression[property.name=/^${name}$/], ObjectPattern > Property[key.name=/^${name}$/], ${text(name)})`,
  message,
});

/** What must stay true of the code, beyond what the compiler checks. */
export default tseslint.config(
  { ignores: ["dist/", "out/", ".cache/", "node_modules/", "esbuild.js", "packaging/", "eslint.config.mjs"] },
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
    files: ["src/**"],
    // No comment switches a rule off.
    linterOptions: { noInlineConfig: true },
  },
  {
    files: ["src/**"],
    ignores: ["src/ui/editor/**"],
    rules: {
      "no-restricted-syntax": [
        "error",
        restricted("show(Information|Warning|Error)Message", "Tell and ask through ui/editor/tell.ts."),
        restricted("setStatusBarMessage", "Tell through ui/editor/tell.ts."),
        restricted("withProgress", "Show progress through ui/editor/progress.ts."),
        restricted("(show|create)QuickPick", "Ask for a choice through ui/editor/pick.ts."),
        restricted("(show|create)InputBox", "Ask for a text through ui/editor/input.ts."),
        restricted("register(TextEditor)?Command", "Register commands through ui/editor/commands.ts."),
        {
          selector: `:matches(${text("_?setContext")})`,
          message: "Set context keys through ui/editor/contextKeys.ts.",
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
