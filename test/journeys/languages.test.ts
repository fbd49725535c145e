import { startSandbox, type Sandbox } from "../sandbox/server";
import { eventually } from "./support/eventually";
import { useEditor } from "./support/useEditor";
import { UsersView } from "./support/usersView";

describe("An editor in Korean", () => {
  const editor = useEditor({ language: "ko" });
  const users = () => new UsersView(editor().page, "사용자");
  let sandbox: Sandbox;
  before(async () => {
    sandbox = await startSandbox({ users: 147 });
  });
  after(() => sandbox.stop());

  it("says in Korean what is missing, and where it leads", async () => {
    await users().open();
    await eventually(
      () => users().welcome(),
      (text) => text.includes("Workfront에 연결하여 사용자를 찾고"),
    );
    await editor().screenshot("korean-not-connected");
    await users().welcomeButton("연결…");
    await editor().quickInput.titled("Workfront에 연결");
    await editor().quickInput.cancel();
  });

  it("names commands and steps in Korean, and counts people in it", async () => {
    await editor().palette("Workfront Users: 연결…");
    await editor().quickInput.titled("Workfront에 연결");
    await editor().quickInput.fill(sandbox.url);
    await editor().screenshot("korean-ways-to-sign-in");
    await editor().quickInput.choose("API 키 붙여넣기");
    await editor().quickInput.fill(sandbox.administrator.apiKey);
    const { host } = new URL(sandbox.url);
    await editor().notification(`연결됨: ${host} · 사용자: ${sandbox.administrator.name}`);
    await eventually(
      () => users().title(),
      (text) => text.startsWith("사용자") && text.endsWith(`${host} · 사용자 147명`),
    );
    await editor().screenshot("korean-connected");
  });
});
