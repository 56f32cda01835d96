// build_front.mjs FOLDER NAME SITE HASH_FILE: copies NAME.js, NAME.wasm and NAME.css of a folder into
// the site under names with their digests, each beside it with brotli and gzip, and writes the
// digests down, a line each, as Leptos reads them.

import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const [folder, name, site, hashFile] = process.argv.slice(2);
rmSync(site, { recursive: true, force: true });
mkdirSync(site, { recursive: true });
const lines = ["js", "wasm", "css"].map((kind) => {
  const bytes = readFileSync(join(folder, `${name}.${kind}`));
  const digest = createHash("sha256").update(bytes).digest("base64url").slice(0, 22);
  const file = join(site, `${name}.${digest}.${kind}`);
  const params = { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  writeFileSync(file, bytes);
  writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params }));
  writeFileSync(`${file}.gz`, gzipSync(bytes, { level: constants.Z_BEST_COMPRESSION }));
  return `${kind}: ${digest}\n`;
});
mkdirSync(dirname(hashFile), { recursive: true });
writeFileSync(hashFile, lines.join(""));
