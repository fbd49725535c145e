import assert from "node:assert/strict";
import path from "node:path";
import ts from "typescript";
import { nodes, parse, sourceFiles } from "./sources";

interface Import {
  readonly from: string;
  /** A path such as `src/domain/user`, or the name of a package. */
  readonly to: string;
  readonly typeOnly: boolean;
  /** Whether it is loaded when it is first needed: an `import()`. */
  readonly late: boolean;
}

const imports: readonly Import[] = sourceFiles.flatMap((from) =>
  [...nodes(parse(from))].flatMap((node) => {
    const found = importOf(node);
    if (found === undefined) return [];
    const { name, ...how } = found;
    const to = name.startsWith(".") ? path.posix.join(path.posix.dirname(from), name) : name;
    return [{ from, to, ...how }];
  }),
);

function importOf(node: ts.Node): (Omit<Import, "from" | "to"> & { readonly name: string }) | undefined {
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    const [name] = node.arguments;
    return name && ts.isStringLiteral(name) ? { name: name.text, typeOnly: false, late: true } : undefined;
  }
  if (!ts.isImportDeclaration(node) && !ts.isExportDeclaration(node)) return undefined;
  if (node.moduleSpecifier === undefined || !ts.isStringLiteral(node.moduleSpecifier)) return undefined;
  const typeOnly = ts.isExportDeclaration(node)
    ? node.isTypeOnly
    : node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
  return { name: node.moduleSpecifier.text, typeOnly, late: false };
}

/** `users` of `src/ui/users/rows`. */
const featureOf = (file: string) => /^src\/ui\/(\w+)\//.exec(file)?.[1];

function assertNone(found: readonly Import[]): void {
  assert.deepEqual(
    found.map(({ from, to }) => `${from} imports ${to}`),
    [],
  );
}

describe("layers", () => {
  it("are seen at all", () => {
    assert.ok(imports.some(({ from, to }) => from.startsWith("src/domain/") && to.startsWith("src/workfront/")));
  });

  it("keep the editor out of the client and the rules", () => {
    assertNone(imports.filter(({ from, to }) => to === "vscode" && /^src\/(workfront|domain)\//.test(from)));
  });

  it("point one way: ui to domain to workfront", () => {
    const forbidden: Record<string, RegExp> = {
      workfront: /^src\/(domain|ui|extension)/,
      domain: /^src\/(ui|extension)/,
      ui: /^src\/extension/,
    };
    assertNone(imports.filter(({ from, to }) => forbidden[from.split("/")[1] ?? ""]?.test(to)));
  });

  it("keep features of the interface apart, but for picking users and the types of connections", () => {
    const shared = ["src/ui/users/targets"];
    assertNone(
      imports.filter(({ from, to, typeOnly }) => {
        const [own, other] = [featureOf(from), featureOf(to)];
        if (own === undefined || other === undefined || own === other || ["editor", "words"].includes(other))
          return false;
        return !shared.includes(to) && !(typeOnly && other === "connections");
      }),
    );
  });

  it("let no feature know how it is loaded: only libraries are loaded elsewhere, each through the one file that uses it", () => {
    const deciding = ["src/extension.ts", "src/features.ts"];
    const late = imports.filter(({ from, late }) => late && !deciding.includes(from));
    assert.deepEqual([...new Set(late.map(({ to }) => to))].sort(), ["papaparse", "src/workfront/oauth"]);
  });

  it("keep tests out of the extension", () => {
    assertNone(imports.filter(({ to }) => /^(test|bench)\//.test(to)));
  });
});
