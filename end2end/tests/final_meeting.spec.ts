// The meeting of a final: whoever runs it goes from one nominee to the next, and the screen of each
// judge follows by itself; who stands in a relation waits outside, and without JavaScript a link looks
// again.

import { expectAccessible } from "./support/axe.ts";
import { expect, test } from "./support/story.ts";

test("screens follow the meeting, and who is in conflict waits outside", async ({
  javaScriptEnabled,
  person,
  t,
}) => {
  const office = await person("office");
  const judge = await person("judge");
  const other = await person("judge2");
  const notice = office.getByRole("status").first();
  const spoken = judge.locator("main section h2").first();

  await test.step("who stands in a relation reads no name", async () => {
    await judge.goto("/award/12/room");
    await expect(spoken).toHaveText(t("final_meeting.please_wait"));
    await expect(judge.locator("main")).not.toContainText("江照晚");
    await other.goto("/award/12/room");
    await expect(other.locator("main section h2").first()).toHaveText("江照晚");
    await expect(other.locator("main .button.primary")).toHaveText(t("final_meeting.sheet"));
    await expectAccessible(other);
  });

  await test.step("the next one stands on every screen", async () => {
    await office.goto("/award/12/meeting");
    await office.locator("main .button.primary").click();
    await expect(notice).toHaveText(t("page.notice.turn_called"));
    const name = await office.locator("main section.card h2").innerText();
    // The screen asks every three seconds; a link does the same where nothing runs in the browser.
    if (!javaScriptEnabled) {
      await judge.getByRole("link", { name: t("final_meeting.look_again") }).click();
    }
    await expect(spoken).toHaveText(name, { timeout: 8_000 });
    await expectAccessible(judge);
  });

  await test.step("the meeting ends, and can go on", async () => {
    await office.getByRole("button", { name: t("final_meeting.close") }).click();
    await expect(notice).toHaveText(t("page.notice.meeting_closed"));
    await expectAccessible(office);
    await judge.goto("/award/12/room");
    await expect(judge.locator("main")).toContainText(t("final_meeting.room_closed"));
    await office.locator("main .button.primary").click();
    await expect(notice).toHaveText(t("page.notice.meeting_open"));
  });
});
