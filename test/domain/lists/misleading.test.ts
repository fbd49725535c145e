import assert from "node:assert/strict";
import type { Doubt } from "../../../src/domain/lists/doubts";
import { userDetail } from "../../support/users";
import { matchList, sourceOf } from "../../support/lists";

const names: readonly (readonly [string, string])[] = [
  ["Bo Low", "bo"],
  ["Cy Low", "cy"],
  ["Jo Smith", "smith"],
  ["Petra Vogel", "petra"],
  ["Robin Wood", "robin"],
  ["Minji Kim", "minji"],
  ["Jürgen Groß", "juergen"],
  ["Alexander Noname", "alex"],
];
const users = names.map(([name, username]) => userDetail({ name, username, emailAddr: `${username}@example.com` }));

/** Lists as people send and paste them, in which more people are named than are meant. */
describe("A list that names more people than it means", () => {
  async function read(content: string | readonly string[], column?: string) {
    const text = typeof content === "string" ? content : content.join("\n");
    const { choice, matches } = await matchList(sourceOf(users), text, { ...(column === undefined ? {} : { column }) });
    const doubts = matches.flatMap((match) => (match.kind === "toDecide" ? match.doubts : []));
    const certain = matches.flatMap((match) =>
      match.kind === "matched" ? `${match.entry.line} ${match.user.username!}` : [],
    );
    const open = matches.flatMap((match) => (match.kind === "toDecide" ? match.entry.line : []));
    return { choice, certain, open, doubts };
  }

  async function becomes(
    content: string | readonly string[],
    { certain, open = [], column }: { certain: readonly string[]; open?: readonly number[]; column?: string },
  ): Promise<readonly Doubt[]> {
    const found = await read(content, column);
    assert.deepEqual({ certain: found.certain, open: found.open }, { certain, open }, String(content));
    return found.doubts;
  }

  it("asks which column is meant where the header does not say whose emails these are", async () => {
    for (const header of [
      "Employee;HRBP email",
      "Employee;Team lead email",
      "Employee;Mentor E-Mail",
      "Employee;Contact email",
      "Employee;E-Mail Pate",
      "Employee;Email of the sponsor",
      "Employee;CC email",
      "Mitarbeiter;E-Mail (Ansprechpartner)",
      "Mitarbeiter;E-Mail (privat)",
      "이름;멘토 이메일",
      "이름;확인 메일",
      "Employee;Caller",
      "Employee;Zuständig",
      "Employee;",
    ])
      assert.equal(
        (await read([header, "Bo Low;petra@example.com", "Cy Low;robin@example.com"])).choice,
        undefined,
        header,
      );
  });

  it("asks where the first line looks like a header that is not known", async () => {
    for (const header of [
      "Leaver;Manager email",
      "Leaver;Manager",
      "Ausscheidend;Zuständig",
      "Associate;Signed off by",
      "Person;Boss",
      "Worker's name;Opened by",
    ])
      assert.equal(
        (await read([header, "Bo Low;petra@example.com", "Cy Low;robin@example.com"])).choice,
        undefined,
        header,
      );
    for (const header of ["Manager email", "Team Lead", "Vorgesetzter", "Approved by", "승인자"])
      assert.equal((await read([header, "petra@example.com", "robin@example.com"])).choice, undefined, header);
  });

  it("knows the columns of the common exports without a question", async () => {
    for (const header of [
      "Worker,Email - Primary Work,Worker's Manager",
      "Worker,primaryWorkEmail,Supervisor",
      "Employee #,Work Email,Supervisor email",
      "Vorname,E-Mail,Supervisor",
      "PERNR,USRID_LONG,Vorgesetzter",
      "First Name [Required],Email Address [Required],Manager Email",
      "displayName,userPrincipalName,manager",
      '"Name","UserPrincipalName","Manager"',
      "User ID,Primary email,Manager",
      "Name,Employee's email,HR Business Partner",
      "Name,Email of the leaver,Deputy",
      "Name,E-Mail des Austretenden,Stellvertretung",
      "이름,퇴사자 이메일,인사담당자",
      "Name,Email 1,Approver",
    ]) {
      const { choice } = await read([header, "x,bo@example.com,", "y,cy@example.com,"]);
      assert.equal(choice?.column.index, 1, header);
    }
  });

  it("leaves the senders and recipients of a mail to a person, and whoever signs it", async () => {
    await becomes(
      [
        "From: Petra Vogel <petra@example.com>",
        "Sent: Thursday, November 26, 2026",
        "To: Robin Wood <robin@example.com>",
        "Subject: Leavers",
        "",
        "bo@example.com",
        "cy@example.com",
        "",
        "Best regards",
        "Petra Vogel · Head of People",
        "petra@example.com",
      ],
      { certain: ["6 bo", "7 cy"], open: [1, 3, 11] },
    );
    for (const line of [
      "Von: petra@example.com",
      "> Cc:petra@example.com",
      "**From:** petra@example.com",
      "보낸 사람: petra@example.com",
      "On Thu, Nov 26, 2026 at 10:14 AM Petra Vogel <petra@example.com> wrote:",
      "Am Do., 26. Nov. 2026 um 10:14 Uhr schrieb Petra Vogel <petra@example.com>:",
      "Petra Vogel on behalf of HR <petra@example.com>",
      "2026년 11월 26일 (목) 오전 10:14, Petra Vogel <petra@example.com>님이 작성:",
    ])
      await becomes(["bo@example.com", line], { certain: ["1 bo"], open: [2] });
    for (const formula of [
      "Best,",
      "All the best",
      "Rgds",
      "Yours sincerely,",
      "Herzliche Grüße",
      "Hochachtungsvoll",
      "고맙습니다",
      "Thanks!",
      "Viele Grüße",
      "Mit freundlichen Grüßen,",
      "감사합니다.",
      "-- ",
      "Kind regards, Petra",
    ])
      await becomes(["bo@example.com", formula, "petra@example.com"], { certain: ["1 bo"], open: [3] });
    await becomes(["Thanks!", "petra@example.com"], { certain: ["2 petra"] });
  });

  it("leaves a line to a person that says what else its user is", async () => {
    for (const line of [
      "Manager: petra@example.com",
      "Manager : petra@example.com",
      "manager = petra@example.com",
      "Vorgesetzte: Petra Vogel <petra@example.com>",
      '  "manager": "petra@example.com",',
      "<manager>petra@example.com</manager>",
      "Reports to petra@example.com",
      "petra@example.com (Manager)",
      "petra@example.com → replaces Bo",
      "Deputy – petra@example.com",
      "Requested by: petra@example.com",
      "Nachfolge: petra@example.com",
      "담당자: petra@example.com",
      "HRBP: petra@example.com",
    ])
      await becomes(["bo@example.com", line], { certain: ["1 bo"], open: [2] });
    await becomes(["Email\tbo@example.com", "Manager\tpetra@example.com"], { certain: ["1 bo"], open: [2] });
    const card = ["Name\tBo Low", "Email\tbo@example.com", "Manager\tpetra@example.com"];
    assert.equal((await read(card)).choice, undefined);
    await becomes(card, { certain: ["2 bo"], open: [3], column: "Bo Low" });
  });

  it("leaves a line to a person that says that somebody stays", async () => {
    for (const line of [
      "Do not deactivate: petra@example.com",
      "petra@example.com stays",
      "petra@example.com (keep!)",
      "petra@example.com – don’t disable yet",
      "all except <petra@example.com>",
      "petra@example.com bleibt",
      "nicht: petra@example.com",
      "außer <petra@example.com>",
      "petra@example.com (제외)",
      "petra@example.com - 계정 유지",
    ])
      await becomes(["bo@example.com", line], { certain: ["1 bo"], open: [2] });
    const doubts = await becomes(["Email;Note", "bo@example.com;left", "petra@example.com;please keep until May"], {
      certain: ["2 bo"],
      open: [3],
    });
    assert.deepEqual(doubts, [{ kind: "remark", text: "keep" }]);
  });

  it("leaves those to a person who stand below a heading that names others than leavers", async () => {
    for (const heading of [
      "Stays:",
      "Keep",
      "Joiners:",
      "New hires",
      "Do not deactivate:",
      "These users should not be deactivated:",
      "Not leaving",
      "Exceptions",
      "Managers:",
      "Approved by:",
      "# keep",
      "Bleibt:",
      "Nicht deaktivieren:",
      "Neueintritte",
      "Ausnahmen:",
      "입사자",
      "제외 대상:",
    ]) {
      const doubts = await becomes(
        ["bo@example.com", heading, "petra@example.com", "", "robin@example.com", "Leavers:", "cy@example.com"],
        { certain: ["1 bo", "7 cy"], open: [3, 5] },
      );
      assert.deepEqual(doubts[0], { kind: "heading", text: heading }, heading);
    }
    await becomes(["Name;Email", "Leaver;", "Bo Low;bo@example.com", "Transfers;", "Cy Low;cy@example.com"], {
      certain: ["3 bo"],
      open: [5],
    });
    await becomes(["bo", "cy", "stays:", "smith"], { certain: ["1 bo", "2 cy"], open: [4] });
    await becomes(["Leavers:", "bo@example.com", "Stays:", "bo@example.com"], { certain: [], open: [2, 4] });
  });

  it("does not doubt those below any other heading", async () => {
    for (const heading of [
      "Please deactivate:",
      "Sales",
      "Marketing, New York:",
      "Active users to deactivate",
      "Confidential - do not forward",
      "They do not work here anymore:",
      "Please keep this list confidential.",
      "Stay tuned!",
      "# please keep the order of these lines",
      "퇴사자 명단",
      "Austritte zum Jahresende",
    ])
      await becomes([heading, "bo@example.com", "cy@example.com"], { certain: ["2 bo", "3 cy"] });
    await becomes(["Keep this confidential", "Email;Team", "bo@example.com;Web", "cy@example.com;Web"], {
      certain: ["3 bo", "4 cy"],
    });
  });

  it("leaves a line to a person whose answer is that its user stays", async () => {
    for (const [header, stays, leaves] of [
      ["Deactivate?", "No", "Yes"],
      ["Deactivate in Workfront (Y/N)", "n", "y"],
      ["Leaver", "FALSE", "TRUE"],
      ["hasLeft", "no", ""],
      ["Remove user", "No", "x"],
      ["Deactivate", "❌", "✅"],
      ["Deactivate", "[ ]", "[x]"],
      ["Deactivate", "□", "■"],
      ["Deactivate", "☒", "☑"],
      ["Deactivate", "No (in June)", "Yes"],
      ["Deactivate", "–", "x"],
      ["Deactivate", "Yes - after handover", "Yes (30.11.)"],
      ["Leaver", "postponed", "yes"],
      ["Leaver (yes/no/unclear)", "No", "Yes"],
      ["Deactivate (Y/N/TBD)", "n", "y"],
      ["To be deactivated?", "No", "Yes"],
      ["Should be removed?", "No", "Yes"],
      ["OK to deactivate?", "No", "Yes"],
      ["Remove access?", "No", "Yes"],
      ["Left the company", "No", "Yes"],
      ["Kann deaktiviert werden", "nein", "ja"],
      ["Austritt", "nein", "ja"],
      ["비활성화 대상", "N", "Y"],
      ["계정 삭제 여부", "아니오", "예"],
      ["Still employed?", "Yes", "No"],
      ["Still needed", "x", ""],
      ["Noch da?", "ja", "nein"],
      ["Exception", "x", ""],
      ["제외 대상", "O", "X"],
      ["Keep", "until March", ""],
      ["Keep", "PV", "-"],
      ["Not to be deactivated", "x", ""],
      ["Leaver", "0", "1"],
      ["Keep", "☑", "☐"],
      ["Keep", "☒", "☐"],
      ["Keep", "[x]", "[ ]"],
      ["Keep", "✗", ""],
      ["Behalten", "☒", "☐"],
      ["Terminated", "No", "Yes"],
      ["Keep", "x", ""],
      ["Keep active?", "yes", "no"],
      ["Do not deactivate", "x", ""],
      ["Ausgetreten", "nein", "ja"],
      ["Deaktivieren", "Nein", "Ja"],
      ["Behalten", "ja", "nein"],
      ["퇴사 여부", "아니오", "예"],
      ["퇴사자", "N", "Y"],
      ["퇴사 여부", "X", "O"],
      ["유지", "O", "X"],
    ] as const) {
      const doubts = await becomes(
        [`Email,${header}`, `bo@example.com,${leaves}`, `cy@example.com,${stays}`, `robin@example.com,${leaves}`],
        { certain: ["2 bo", "4 robin"], open: [3] },
      );
      assert.deepEqual(doubts, [{ kind: "remark", text: `${header}: ${stays}` }]);
    }
    for (const [header, answer] of [
      ["Deactivated in Active Directory", "No"],
      ["Delete mailbox", "No"],
      ["Keep mailbox", "Yes"],
      ["On leave", "No"],
      ["Deactivated", "No"],
      ["Disabled", "FALSE"],
      ["Leaver status", "No"],
      ["Termination date", "-"],
      ["Reason for leaving", "Retirement"],
      ["Leaver", "Voluntary"],
      ["VPN", "no"],
      ["Leave balance", "0"],
      ["Department", "No"],
    ] as const)
      await becomes([`Email,${header}`, `bo@example.com,${answer}`, "cy@example.com,"], { certain: ["2 bo", "3 cy"] });
  });

  it("leaves all lines to a person where the header asks for one of two", async () => {
    await becomes(["Email,Deactivate / Keep", "bo@example.com,x", "cy@example.com,y"], { certain: [], open: [2, 3] });
  });

  it("does not take those for leavers who are named below another heading than the leavers", async () => {
    for (const heading of [
      "Sales:",
      "Retained:",
      "Please check:",
      "Not sure about these:",
      "Onboarding:",
      "Zu klären:",
      "확인 필요:",
    ])
      await becomes(["Leavers:", "bo@example.com", heading, "cy@example.com"], { certain: ["2 bo"], open: [4] });
    for (const heading of [
      "Please do not deactivate these people yet.",
      "Do NOT deactivate!",
      "Not to be deactivated:",
      "Nicht:",
      "Active:",
      "Weiterhin aktiv:",
      "재직자:",
    ])
      await becomes([heading, "cy@example.com"], { certain: [], open: [2] });
    await becomes(["Leavers:", "Sales:", "bo@example.com", "Marketing:", "cy@example.com"], {
      certain: ["3 bo", "5 cy"],
    });
    await becomes(["Sales:", "bo@example.com", "Marketing:", "cy@example.com"], { certain: ["2 bo", "4 cy"] });
    await becomes(["Accounts that are not deactivated yet:", "bo@example.com"], { certain: ["2 bo"] });
  });

  it("leaves a line to a person that is crossed out", async () => {
    for (const line of [
      "- ~~Bo Low <@>~~",
      "• ~Bo Low (@)~",
      "<li><del>Bo Low</del> @</li>",
      "B\u0336o\u0336 L\u0336o\u0336w\u0336 <@>",
      "@ (gestrichen)",
    ])
      await becomes([line.replace("@", "bo@example.com"), "cy@example.com"], { certain: ["2 cy"], open: [1] });
  });

  it("leaves a line to a person that speaks of another change, or of one that was called off", async () => {
    for (const note of [
      "resignation withdrawn",
      "cancelled",
      "moves to Marketing",
      "not before March 31",
      "still works here",
      "please check",
      "wechselt in Abteilung X",
      "erst ab 1. Januar",
      "퇴사 취소",
      "부서 이동",
    ])
      await becomes([`Email;Note`, `bo@example.com;${note}`, "cy@example.com;Thanks"], {
        certain: ["3 cy"],
        open: [2],
      });
  });

  it("leaves a line to a person whose author is not sure", async () => {
    for (const line of ["@ ?", "@ (?)", "Bo Low <@> ??", "@ - maybe", "@ TBD", "@ on hold", "@ vielleicht", "@ 미정"])
      await becomes([line.replace("@", "bo@example.com"), "cy@example.com"], { certain: ["2 cy"], open: [1] });
    await becomes("bo@example.com?", { certain: ["1 bo"] });
  });

  it("leaves a line to a person that is blank where others say that their user leaves", async () => {
    for (const [header, leaves] of [
      ["Deactivate", "x"],
      ["Deactivate?", "Yes"],
      ["Leaver", "☑"],
      ["퇴사 여부", "O"],
    ] as const) {
      const doubts = await becomes(
        [`Email,${header}`, "bo@example.com,", `cy@example.com,${leaves}`, "robin@example.com"],
        {
          certain: ["3 cy"],
          open: [2, 4],
        },
      );
      assert.deepEqual(doubts[0], { kind: "remark", text: `${header}: –` });
    }
  });

  it("leaves all lines to a person where not all are marked alike, however they are marked", async () => {
    for (const [one, other, marks] of [
      ["☑ @", "☐ @", "☑ ☐"],
      ["[x] @", "[ ] @", "[x] [ ]"],
      ["- [ ] @", "- [X] @", "[ ] [x]"],
      ["1. ✅ @", "2. ❌ @", "✅ ❌"],
      ["✔️@", "✗@", "✔ ✗"],
      ["@", "✅ @", "✅"],
      ["@ ✅", "@ ❌", "✅ ❌"],
      ["@✅", "@ ❌", "✅ ❌"],
      ["□ @", "■ @", "□ ■"],
      ["○ @", "× @", "○ ×"],
      ["√ @", "@", "√"],
      ["\uf0fe @", "\uf0a8 @", "\uf0fe \uf0a8"],
      ["þ @", "¨ @", "þ ¨"],
      ["(x) @", "( ) @", "(x) ( )"],
      ["(✓) @", "( ) @", "(✓) ( )"],
      ["[ x ] @", "[   ] @", "[x] [ ]"],
      ["[Y] @", "[N] @", "[y] [n]"],
      ["[OK] @", "[NO] @", "[ok] [no]"],
      ["\\[x\\] @", "\\[ \\] @", "[x] [ ]"],
      [":white_check_mark: @", ":x: @", ":white_check_mark: :x:"],
      ["x @", "@", "x"],
      ["yes @", "no @", "yes"],
      ["@ - no", "@ - yes", "no yes"],
      ["1 ☑ @", "2 ☐ @", "☑ ☐"],
      ["(1) ☑ @", "(2) ☐ @", "☑ ☐"],
      ["a) ☑ @", "b) ☐ @", "☑ ☐"],
      ["1. - [x] @", "2. - [ ] @", "[x] [ ]"],
      ["+ [x] @", "+ [ ] @", "[x] [ ]"],
      ["— ☑ @", "— ☐ @", "☑ ☐"],
      ["@ ☒ Yes ☐ No", "@ ☐ Yes ☒ No", "☒☐ ☐☒"],
      ["@ *", "@", "*"],
      ["@*", "@", "*"],
      ["Low*, @", "Low, @", "*"],
      ["☑;@", "☐;@", "☑ ☐"],
      ["[/] @", "[>] @", "[/] [>]"],
      ["{x} @", "{ } @", "{x} { }"],
      ["Yes: @", "No: @", "yes no"],
      ["@ = yes", "@ → no", "yes no"],
      ["@ ........ ja", "@ / NEIN!!", "ja nein"],
      ["👍 @", "👎 @", "👍 👎"],
      ["@,x", "@,", "x"],
      ["TRUE,@", "FALSE,@", "true false"],
      ["✔️\t@", "✖️\t@", "✔ ✖"],
    ] as const) {
      const line = (pattern: string, email: string) => pattern.replace("@", email);
      const doubts = await becomes(
        [line(one, "bo@example.com"), line(other, "Cy Low <cy@example.com>"), line(one, "robin@example.com")],
        { certain: [], open: [1, 2, 3] },
      );
      const told = doubts.flatMap((doubt) => (doubt.kind === "marks" ? doubt.text : []));
      assert.deepEqual(new Set(told), new Set([marks]), `${one} ${other}`);
      assert.equal(told.length, 3);
    }
  });

  it("finds marks beside the name, too, and on lines between the people", async () => {
    for (const list of [
      ["- [x] Bo Low, bo@example.com", "- [ ] Cy Low, cy@example.com"],
      ["☑ Low, Bo (bo@example.com)", "☐ Low, Cy (cy@example.com)"],
      ["☑ Bo Low\tbo@example.com", "☐ Cy Low\tcy@example.com"],
      ["Bo Low ☑ bo@example.com", "Cy Low ☐ cy@example.com"],
      ["x Bo Low, bo@example.com", "Cy Low, cy@example.com"],
    ])
      await becomes(list, { certain: [], open: [1, 2] });
    for (const list of [
      ["Name;Email", "☑ Bo Low;bo@example.com", "☐ Cy Low;cy@example.com"],
      ["Name;Email", "Bo Low ✅;bo@example.com", "Cy Low;cy@example.com"],
      ["Name;Email", "Bo Low*;bo@example.com", "Cy Low;cy@example.com"],
      ["Who;Email", "Bo;☑ bo@example.com", "Cy;☐ cy@example.com"],
      [";Email", "☑;bo@example.com", ";cy@example.com"],
      ["X;Email", "x;bo@example.com", ";cy@example.com"],
      ["Yes/No;Email", "yes;bo@example.com", "no;cy@example.com"],
      ["Email;선택", "bo@example.com;O", "cy@example.com;X"],
      ["Email;Yes;No", "bo@example.com;x;", "cy@example.com;;x"],
      ["Name;Username", "☑ Bo Low;bo", "☐ Cy Low;cy"],
    ])
      await becomes(list, { certain: [], open: [2, 3] });
    await becomes(["☐", "bo@example.com", "☑", "cy@example.com"], { certain: [], open: [2, 4] });
    await becomes(["[x]", "bo@example.com", "[ ]", "cy@example.com"], { certain: [], open: [2, 4] });
    await becomes(["bo@example.com", "☑", "cy@example.com"], { certain: [], open: [1, 3] });
  });

  it("shows each of two lines about the same user that are marked in two ways", async () => {
    await becomes(["☑ bo@example.com", "cy@example.com", "☐ bo@example.com"], { certain: [], open: [1, 2, 3] });
  });

  it("does not doubt lines that are marked alike, nor bullets, nor marks of others and of other things", async () => {
    for (const mark of ["☐ ", "[x] ", "- [ ] ", "❌", "• ", "* ", "- ", "+ ", "1. ", "(2) ", "a) ", "> "])
      await becomes([`${mark}bo@example.com`, `${mark}Cy Low <cy@example.com>`], { certain: ["1 bo", "2 cy"] });
    await becomes(["☐ Leavers", "bo@example.com", "- cy@example.com"], { certain: ["2 bo", "3 cy"] });
    await becomes(["☐", "bo@example.com", "☐", "cy@example.com"], { certain: ["2 bo", "4 cy"] });
    await becomes(["■■■■■■■■", "bo@example.com", "────────", "cy@example.com"], { certain: ["2 bo", "4 cy"] });
    await becomes(["☐ bo@example.com", "☐ cy@example.com", "Best regards", "Petra <petra@example.com>"], {
      certain: ["1 bo", "2 cy"],
      open: [4],
    });
    await becomes(["☐ bo@example.com", "☐ cy@example.com", "Joiners:", "petra@example.com"], {
      certain: ["1 bo", "2 cy"],
      open: [4],
    });
    await becomes(["Name;Email;Laptop", "Bo Low;bo@example.com;☑", "Cy Low;cy@example.com;☐"], {
      certain: ["2 bo", "3 cy"],
    });
    await becomes(["Name;Email;Note", "Bo Low;bo@example.com;a ☑ in a box", "Cy Low;cy@example.com;thanks 😀"], {
      certain: ["2 bo", "3 cy"],
    });
    for (const [one, other] of [
      ["ⓐ", "ⓑ"],
      ["🇩🇪", "🇰🇷"],
      ["1.", "⾦"],
      ["🔥", ""],
      ["👤", "👩"],
      ["→", "-"],
      ["●", ""],
      ["*", "-"],
      ["+", ""],
    ])
      await becomes([`${one} bo@example.com`, `${other} <cy@example.com>`], { certain: ["1 bo", "2 cy"] });
    await becomes(["**Bo Low** <bo@example.com>", "Cy Low <cy@example.com>"], { certain: ["1 bo", "2 cy"] });
    await becomes(["\ufffdbo@example.com", "cy@example.com"], { certain: ["2 cy"] });
    await becomes(["bo@example.no", "cy@example.com"], { certain: ["2 cy"] });
    await becomes(["Low,Bo,bo@example.com", "No,Cy,cy@example.com"], { certain: ["1 bo", "2 cy"] });
    await becomes(["Bo Low <bo@example.com>", "X. Low <cy@example.com>"], { certain: ["1 bo", "2 cy"] });
    await becomes(["Name;Title;Email", "Bo Low;⭐ Lead;bo@example.com", "Cy Low;Lead*;cy@example.com"], {
      certain: ["2 bo", "3 cy"],
    });
    await becomes(["**bo@example.com**", "**cy@example.com**"], { certain: ["1 bo", "2 cy"] });
    await becomes(["Low, Bo <bo@example.com>", "㈜ Cy Low <cy@example.com>", "J\ufffdrgen <juergen@example.com>"], {
      certain: ["1 bo", "2 cy"],
      open: [3],
    });
  });

  it("does not take somebody for certain who is to stay by another line", async () => {
    await becomes(["petra@example.com", "bo@example.com", "Do not deactivate: petra@example.com"], {
      certain: ["2 bo"],
      open: [1, 3],
    });
  });

  it("does not take somebody for certain of whom two lines say different things", async () => {
    const doubts = await becomes(
      ["Email;Status", "bo@example.com;Terminated", "cy@example.com;Terminated", "bo@example.com;Active"],
      {
        certain: ["3 cy"],
        open: [2],
      },
    );
    assert.deepEqual(doubts, [{ kind: "stays", line: 4, text: "Active" }]);
    await becomes(
      ["Email;ID;Status", "bo@example.com;;Terminated", "bo@example.com;;Terminated", "cy@example.com;;Left"],
      {
        certain: ["2 bo", "4 cy"],
      },
    );
  });

  it("does not lose a plain line because of a doubtful one above it", async () => {
    await becomes(["From: petra@example.com", "petra@example.com"], { certain: ["2 petra"], open: [1] });
    await becomes(["k smith@example.com", "smith@example.com"], { certain: ["2 smith"], open: [1] });
  });

  it("leaves a line to a person whose name is somebody else's", async () => {
    const doubts = await becomes(["Name;Email", "Petra Vogel;bo@example.com", "Low, Cy;cy@example.com"], {
      certain: ["3 cy"],
      open: [2],
    });
    assert.deepEqual(doubts, [{ kind: "otherName", text: "Petra Vogel", name: "Bo Low" }]);
    await becomes(["Petra Vogel <bo@example.com>", '"Low, Cy" <cy@example.com>'], { certain: ["2 cy"], open: [1] });
    await becomes(["Vorname;Nachname;E-Mail", "Petra;Vogel;bo@example.com"], { certain: [], open: [2] });
    await becomes(["Vorname;Nachname;Personalnummer;E-Mail", "Bo;Married;4711;bo@example.com"], { certain: ["2 bo"] });
  });

  it("does not doubt a name that is only written in another way", async () => {
    for (const [name, email] of [
      ["GROSS JÜRGEN", "juergen"],
      ["Juergen Gross", "juergen"],
      ["Jurgen Gross-Meier", "juergen"],
      ["김 민지", "minji"],
      ["Alex Nonamé", "alex"],
      ["L., Bo", "bo"],
      ["E12345", "bo"],
      ["Bo", "bo"],
      ["Dr. Bo van Low (extern)", "bo"],
    ])
      await becomes(["Name;Email", `${name!};${email!}@example.com`], { certain: [`2 ${email!}`] });
  });

  it("takes no piece of an email for one, whatever stands before or behind it", async () => {
    for (const piece of [
      "jo. smith@example.com",
      "jo+ smith@example.com",
      "jo& smith@example.com",
      "jo(smith@example.com",
      "jo[smith@example.com",
      "jo{smith@example.com",
      "jo<smith@example.com",
      "jo)smith@example.com",
      "smith@example.com(m",
      "smith@example.com]x",
      "smith@example.com>x",
      "~~smith@example.com~~",
    ])
      assert.deepEqual((await read([piece, "bo@example.com"])).certain, ["2 bo"], piece);
    for (const whole of [
      "Smith(smith@example.com)",
      "smith@example.com(Smith)",
      "Jo Smith<smith@example.com>",
      "<smith@example.com",
      "1. smith@example.com",
      "a) smith@example.com",
      "[smith@example.com]",
      "smith@example.com)",
      "{smith@example.com},",
    ])
      assert.deepEqual((await read([whole, "bo@example.com"])).certain, ["1 smith", "2 bo"], whole);
  });
});
