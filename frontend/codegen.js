/**
 * Types, hashes and texts of every operation, made from the committed schema: `npm run codegen` writes src/api/gen, and
 * the list by which the API finds a text by its hash; with `-- --check` it fails when what is there is not what would be
 * written.
 */
import { codegen } from "@graphql-codegen/core";
import * as typedDocument from "@graphql-codegen/typed-document-node";
import * as operationTypes from "@graphql-codegen/typescript-operations";
import { buildSchema, parse, stripIgnoredCharacters } from "graphql";
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const OPERATIONS = new URL("src/api/gen/operations.ts", import.meta.url);
const TEXTS = new URL("src/api/gen/texts.ts", import.meta.url);
const LIST = new URL("../backend/api/operations.json", import.meta.url);
const SCHEMA = new URL("../backend/schema.graphql", import.meta.url);
const config = {
  documentMode: "string",
  enumType: "string-literal",
  strictScalars: true,
  scalars: { JSON: "unknown" },
  useTypeImports: true,
  skipTypename: true,
};

const documents = readdirSync(new URL("src", import.meta.url), { recursive: true })
  .filter((name) => name.endsWith(".graphql"))
  .sort()
  .map((name) => ({
    location: name,
    document: parse(readFileSync(new URL(`src/${name}`, import.meta.url), "utf8")),
  }));
const schema = buildSchema(readFileSync(SCHEMA, "utf8"));
const text = await codegen({
  filename: "operations.ts",
  schema: parse(readFileSync(SCHEMA, "utf8")),
  schemaAst: schema,
  documents,
  config,
  pluginMap: { operations: operationTypes, documents: typedDocument },
  plugins: [{ operations: {} }, { documents: {} }],
});
const WRITTEN = "/* Written by codegen.js from the operations and backend/schema.graphql. */\n";
// the text of a fragment is in every operation that has it
const FRAGMENT = /^export const \w+FragmentDoc = new TypedDocumentString\([^;]*;\n/gm;
const CLASS = /^export class TypedDocumentString[^]*?^}\n/m;
const DOCUMENT =
  /^export const (\w+)Document = new TypedDocumentString\(`([^`]*)`\) as unknown as TypedDocumentString<([^>]*)>;\n?/gm;

const found = [...text.matchAll(DOCUMENT)].map(([, name, written]) => ({
  name,
  text: stripIgnoredCharacters(written),
}));
const hashOf = (document) => createHash("sha256").update(document).digest("hex");
const hashes = new Map(found.map((operation) => [operation.name, hashOf(operation.text)]));
const constant = (_, name, __, types) =>
  `export const ${name}Document: Operation<${types}> = { name: "${name}", hash: "${hashes.get(name)}" };\n`;
const operations = text
  .replace(/^import type { DocumentTypeDecoration }.*\n/m, 'import type { Operation } from "../operation";\n')
  .replace(FRAGMENT, "")
  .replace(CLASS, "")
  .replace(DOCUMENT, constant);
// browsers send hashes; the texts are for a server that does not know one, and code of their own
const entries = found.map((operation) => `  "${hashes.get(operation.name)}": ${JSON.stringify(operation.text)},\n`);
const texts = `export const TEXTS: Readonly<Record<string, string>> = {\n${entries.join("")}};\n`;
const list = Object.fromEntries(found.map((operation) => [operation.name, operation.text]));

const wanted = [
  [OPERATIONS, WRITTEN + operations],
  [TEXTS, WRITTEN + texts],
  [LIST, `${JSON.stringify(list, null, 2)}\n`],
];
if (/TypedDocumentString/.test(operations) || found.length !== documents.flatMap(operationsOf).length) {
  throw new Error("The generator writes documents in another form than codegen.js reads.");
}
if (process.argv.includes("--check")) {
  const old = wanted.filter(([target, content]) => readFileSync(target, "utf8") !== content);
  if (old.length > 0) {
    console.error("Not what the operations and the schema say. Run: npm run codegen");
    for (const [target] of old) console.error(`  ${fileURLToPath(target)}`);
    process.exit(1);
  }
} else {
  mkdirSync(new URL(".", OPERATIONS), { recursive: true });
  for (const [target, content] of wanted) writeFileSync(target, content);
}

function operationsOf({ document }) {
  return document.definitions.filter(({ kind }) => kind === "OperationDefinition");
}
