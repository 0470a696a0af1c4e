// Exports the texts that can be translated: those given to vscode.l10n.t and to the `say` of shared code, and the page's.
// Usage: node l10n.mjs [LANGUAGE] writes l10n/bundle.l10n.json; with a language, it prints what its bundle lacks.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  isCallExpression,
  isConditionalExpression,
  isIdentifier,
  isNoSubstitutionTemplateLiteral,
  isObjectLiteralExpression,
  isParenthesizedExpression,
  isPropertyAccessExpression,
  isPropertyAssignment,
  isStringLiteral,
  isVariableDeclaration,
} from 'typescript/unstable/ast/is';
import { API } from 'typescript/unstable/sync';

const root = dirname(fileURLToPath(import.meta.url));
const pageTexts = join(root, 'media', 'labeling', 'parts', 'strings.ts');

/** The functions of shared code that take a text to be translated. */
const sayers = new Set(['say', '#say', 'translate']);

/** Every text in English, sorted. @throws Error where a text is put together and can't be translated */
export function englishTexts() {
  const api = new API({ cwd: root });
  try {
    const configs = ['tsconfig.json', 'src/shared/tsconfig.json', 'media/tsconfig.json'].map((name) =>
      join(root, name),
    );
    const found = new Set();
    const snapshot = api.updateSnapshot({ openProjects: configs });
    const seen = new Set();
    for (const config of configs) {
      const program = snapshot.getProject(config)?.program;
      for (const name of program?.getSourceFileNames() ?? []) {
        const isOurs = name.startsWith(`${root}/src/`) || name === pageTexts;
        if (isOurs && !seen.has(name)) {
          seen.add(name);
          const source = program.getSourceFile(name);
          for (const text of name === pageTexts ? textsOfPage(source) : textsOf(source, name)) {
            found.add(text);
          }
        }
      }
    }
    return [...found].sort();
  } finally {
    api.close();
  }
}

/** Writes the bundle that translators begin with, if it is another than before. */
export async function exportTexts() {
  const path = join(root, 'l10n', 'bundle.l10n.json');
  const bundle = Object.fromEntries(englishTexts().map((text) => [text, text]));
  const content = `${JSON.stringify(bundle, undefined, 2)}\n`;
  await mkdir(dirname(path), { recursive: true });
  if ((await readFile(path, 'utf8').catch(() => '')) !== content) {
    await writeFile(path, content);
  }
}

function textsOf(source, name) {
  const isShared = name.startsWith(`${root}/src/shared/`);
  const texts = [];
  const visit = (node) => {
    if (isCallExpression(node) && takesText(node.expression, isShared)) {
      const [first] = node.arguments;
      // What is handed on was a text where it came from.
      if (first !== undefined && !isIdentifier(first)) {
        texts.push(...literalsOf(first, name));
      }
    }
    node.forEachChild(visit);
  };
  visit(source);
  return texts;
}

function takesText(callee, isShared) {
  if (isPropertyAccessExpression(callee)) {
    const { name, expression } = callee;
    const isL10n = isPropertyAccessExpression(expression)
      ? expression.name.text === 'l10n'
      : expression.text === 'l10n';
    return (name.text === 't' && isL10n) || (isShared && sayers.has(name.text));
  }
  return isShared && isIdentifier(callee) && sayers.has(callee.text);
}

/** A text, or one of two. */
function literalsOf(node, name) {
  if (isStringLiteral(node) || isNoSubstitutionTemplateLiteral(node)) {
    return [node.text];
  }
  if (isParenthesizedExpression(node)) {
    return literalsOf(node.expression, name);
  }
  if (isConditionalExpression(node)) {
    return [...literalsOf(node.whenTrue, name), ...literalsOf(node.whenFalse, name)];
  }
  throw new Error(`${name}: a text to translate is no literal: ${node.getText?.() ?? ''}`);
}

/** The values of `english`. */
function textsOfPage(source) {
  const texts = [];
  const visit = (node) => {
    if (isVariableDeclaration(node) && node.name.text === 'english') {
      const literal = isObjectLiteralExpression(node.initializer) ? node.initializer : node.initializer.expression;
      for (const property of literal.properties) {
        if (isPropertyAssignment(property)) {
          texts.push(...literalsOf(property.initializer, pageTexts));
        }
      }
    }
    node.forEachChild(visit);
  };
  visit(source);
  return texts;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await exportTexts();
  const language = process.argv[2];
  if (language !== undefined) {
    const known = JSON.parse(
      await readFile(join(root, 'l10n', `bundle.l10n.${language}.json`), 'utf8').catch(() => '{}'),
    );
    for (const text of englishTexts().filter((english) => !(english in known))) {
      console.log(text);
    }
  }
}
