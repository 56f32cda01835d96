// The texts of the pages, from the files that the program itself is built from.

import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";

const folder = resolve(import.meta.dirname, "../../../words/locales");

export type Locale = "zh-CN" | "en";
export type Words = (key: string, values?: Record<string, string | number>) => string;

/** `t("review_session.n_free", { count: 2 })`, in the language that the browser asks for. */
export function words(browserLocale: string | undefined): Words {
  const locale: Locale = browserLocale?.startsWith("en") ? "en" : "zh-CN";
  const plural = new Intl.PluralRules(locale);
  return (key, values = {}) => {
    const form = typeof values.count === "number" ? plural.select(values.count) : "other";
    const text = find(locale, `${key}_${form}`) ?? find(locale, key);
    if (text === undefined) throw new Error(`no text ${key} in ${locale}`);
    return text.replace(/\{\{ (\w+) \}\}/g, (_, name: string) => String(values[name]));
  };
}

function find(locale: Locale, key: string): string | undefined {
  const [file, ...path] = key.split(".");
  let entry: unknown = JSON.parse(readFileSync(join(folder, locale, `${file}.json`), "utf8"));
  for (const name of path) entry = (entry as Record<string, unknown> | undefined)?.[name];
  return typeof entry === "string" ? entry : undefined;
}
