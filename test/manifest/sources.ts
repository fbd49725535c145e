import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";

/** The folder of package.json. */
export const project = path.resolve(__dirname, "../..");

export function readText(file: string): string {
  return readFileSync(path.join(project, file), "utf8");
}

export function readJSON(file: string): unknown {
  return JSON.parse(readText(file));
}

export interface Keybinding {
  readonly command: string;
  readonly key: string;
  readonly mac?: string;
  readonly when: string;
}

/** What the tests read of package.json. */
export interface Manifest {
  readonly contributes: {
    readonly commands: readonly { command: string; icon?: string; enablement?: string }[];
    readonly keybindings: readonly Keybinding[];
    readonly menus: Readonly<Record<string, readonly { command: string; when?: string; group?: string }[]>>;
    readonly languageModelTools: readonly AgentTool[];
    readonly walkthroughs: readonly { readonly id: string; readonly steps: readonly WalkthroughStep[] }[];
    readonly configuration: { readonly properties: Readonly<Record<string, { default: unknown }>> };
  };
}

interface AgentTool {
  readonly name: string;
  readonly toolReferenceName: string;
  readonly displayName: string;
  readonly userDescription: string;
  readonly modelDescription: string;
  readonly inputSchema: {
    readonly additionalProperties: boolean;
    readonly properties: Readonly<Record<string, { readonly description: string }>>;
  };
}

interface WalkthroughStep {
  readonly id: string;
  readonly description: string;
  readonly media: { readonly svg: string; readonly altText: string };
  readonly completionEvents: readonly string[];
}

export const manifest = readJSON("package.json") as Manifest;

/** The extension's own sources, as paths from the project's folder, such as `src/extension.ts`. */
export const sourceFiles: readonly string[] = readdirSync(path.join(project, "src"), { recursive: true })
  .map((name) => path.posix.join("src", String(name).replaceAll(path.sep, "/")))
  .filter((file) => file.endsWith(".ts"));

export function parse(file: string): ts.SourceFile {
  return ts.createSourceFile(file, readText(file), ts.ScriptTarget.Latest, true);
}

/** Every node below and including this one. */
export function* nodes(node: ts.Node): Generator<ts.Node> {
  yield node;
  for (const child of node.getChildren()) yield* nodes(child);
}

/** The value of a constant that is written out in a source file, which itself needs the editor to be loaded. */
export function constantOf(file: string, name: string): unknown {
  return constantIn(parse(file), name);
}

function constantIn(file: ts.SourceFile, name: string): unknown {
  for (const node of nodes(file))
    if (ts.isVariableDeclaration(node) && node.name.getText() === name && node.initializer)
      return value(node.initializer);
  throw new Error(`${file.fileName} has no constant ${name}.`);
}

function value(node: ts.Expression): unknown {
  if (ts.isAsExpression(node) || ts.isSatisfiesExpression(node)) return value(node.expression);
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isNumericLiteral(node)) return Number(node.text);
  if (node.kind === ts.SyntaxKind.TrueKeyword) return true;
  if (node.kind === ts.SyntaxKind.FalseKeyword) return false;
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.AsteriskToken)
    return Number(value(node.left)) * Number(value(node.right));
  if (ts.isArrayLiteralExpression(node)) return node.elements.flatMap(elements);
  if (ts.isObjectLiteralExpression(node)) return Object.fromEntries(node.properties.map(entry));
  throw new Error(`Not written out: ${node.getText()}`);
}

/** One element, or those of another constant of the file. */
function elements(node: ts.Expression): readonly unknown[] {
  if (!ts.isSpreadElement(node)) return [value(node)];
  return constantIn(node.getSourceFile(), node.expression.getText()) as unknown[];
}

function entry(property: ts.ObjectLiteralElementLike): [string, unknown] {
  if (!ts.isPropertyAssignment(property)) throw new Error(`Not written out: ${property.getText()}`);
  const { name, initializer } = property;
  return [ts.isStringLiteralLike(name) ? name.text : name.getText(), value(initializer)];
}
