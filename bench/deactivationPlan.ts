import type { Plan } from "../src/domain/runs/plan";

/** A plan to deactivate so many users, with all that is recorded of each. */
export function deactivationPlan(count: number): Plan {
  const change = Array.from({ length: count }, (_, index) => ({
    objCode: "USER",
    ID: index.toString(16).padStart(32, "0"),
    name: `Person ${index}`,
    detail: `person${index}@example.com`,
    field: "isActive",
    before: true,
    wished: false,
    datedBy: "actualDeactivationDate",
    beside: { accessLevelID: { ID: "f".repeat(32), name: "Standard" } },
  }));
  return { kind: "deactivate", change, unchanged: [], refused: [] };
}
