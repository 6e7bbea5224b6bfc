/**
 * Types and texts of every operation, made from the committed schema: `npm run codegen` writes src/api/gen, with
 * `-- --check` it fails when what is there is not what would be written.
 */
import { codegen } from "@graphql-codegen/core";
import * as typedDocument from "@graphql-codegen/typed-document-node";
import * as operationTypes from "@graphql-codegen/typescript-operations";
import { buildSchema, parse } from "graphql";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";

const TARGET = new URL("src/api/gen/operations.ts", import.meta.url);
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
// the text of a fragment is in every operation that has it; alone it would only be sent to browsers
const FRAGMENT_TEXT = /^export const \w+FragmentDoc = new TypedDocumentString\([^;]*;\n/gm;
const operations = text
  .replace(FRAGMENT_TEXT, "")
  // what no page asks is left out of its code
  .replaceAll("= new TypedDocumentString(", "= /*#__PURE__*/ new TypedDocumentString(");
const wanted = `/* Written by codegen.js from the operations and backend/schema.graphql. */\n${operations}`;

if (process.argv.includes("--check")) {
  if (readFileSync(TARGET, "utf8") !== wanted) {
    console.error("src/api/gen is not what the operations and the schema say. Run: npm run codegen");
    process.exit(1);
  }
} else {
  mkdirSync(new URL(".", TARGET), { recursive: true });
  writeFileSync(TARGET, wanted);
}
