import assert from "node:assert/strict";
import path from "node:path";
import ts from "typescript";
import { nodes, parse, sourceFiles } from "./sources";

interface Import {
  readonly from: string;
  /** A path such as `src/domain/user`, or the name of a package. */
  readonly to: string;
  readonly typeOnly: boolean;
}

const imports: readonly Import[] = sourceFiles.flatMap((from) =>
  [...nodes(parse(from))]
    .filter((node) => ts.isImportDeclaration(node) || ts.isExportDeclaration(node))
    .flatMap((node) => {
      if (node.moduleSpecifier === undefined || !ts.isStringLiteral(node.moduleSpecifier)) return [];
      const name = node.moduleSpecifier.text;
      const to = name.startsWith(".") ? path.posix.join(path.posix.dirname(from), name) : name;
      const typeOnly = ts.isExportDeclaration(node)
        ? node.isTypeOnly
        : node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
      return [{ from, to, typeOnly }];
    }),
);

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

  it("keep tests out of the extension", () => {
    assertNone(imports.filter(({ to }) => /^(test|bench)\//.test(to)));
  });
});
