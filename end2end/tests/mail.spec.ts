// Messages by mail: an address is asked for, confirmed by the link in a mail, and heard of no more.

import { expectAccessible } from "./support/axe.ts";
import { expect, test, unique } from "./support/story.ts";

test("somebody has messages by mail, and no longer", async ({ person, server, browser, t }) => {
  test.setTimeout(120_000);
  const mine = await person("lecturer2");
  const address = `${unique("reader").replace(" ", ".")}@example.org`;
  const arrived = async () => (await server.mails()).filter(({ to }) => to.includes(address));
  const save = mine.getByRole("button", { name: t("mail.save"), exact: true });

  await test.step("what is no address comes back with what was typed", async () => {
    await mine.goto("/inbox");
    await mine.getByRole("link", { name: t("inbox.by_mail") }).click();
    await expect(mine.locator("h1")).toHaveText(t("mail.title"));
    await expectAccessible(mine);
    await mine.locator("#mail_address").fill("reader");
    await save.click();
    await expect(mine.locator(".error-summary")).toBeVisible();
    await expect(mine.locator("#mail_address")).toHaveValue("reader");
    await mine.locator("#mail_address").fill(address);
    await save.click();
    await expect(mine.getByRole("status")).toHaveText(t("page.notice.mail_chosen"));
    await expect(mine.locator("main")).toContainText(address);
  });

  await test.step("the link in the mail is opened where nobody is signed in", async () => {
    await expect.poll(async () => (await arrived()).length, { timeout: 30_000 }).toBe(1);
    const [mail] = await arrived();
    const link = /\/mail\/\w+/.exec(mail.text)![0];
    const phone = await (await browser.newContext({ viewport: { width: 360, height: 740 } })).newPage();
    await phone.goto(link);
    await expectAccessible(phone);
    await phone.getByRole("button", { name: t("mail.confirm"), exact: true }).click();
    await expect(phone.getByRole("status")).toHaveText(t("page.notice.mail_confirmed"));
    await phone.context().close();
  });

  await test.step("what happens comes by mail, until it is stopped", async () => {
    const office = await person("office");
    await office.goto("/person?q=zhao");
    await mine.goto("/account/mail");
    await mine.getByRole("button", { name: t("mail.stop"), exact: true }).click();
    await expect(mine.getByRole("status")).toHaveText(t("page.notice.mail_ended"));
    await expect(mine.locator("main")).toContainText(t("mail.none"));
  });
});

test("everybody sees who hears of what", async ({ person, t }) => {
  const mine = await person("tutor");
  await mine.goto("/told");
  await expect(mine.locator("h1")).toHaveText(t("told.title"));
  await expect(mine.locator("main")).toContainText(t("told.kind.training_published"));
  await expectAccessible(mine);
});
