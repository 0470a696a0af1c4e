import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Node, type SourceFile, SyntaxKind } from 'typescript/unstable/ast';
import {
  isBinaryExpression,
  isBindingElement,
  isExpressionWithTypeArguments,
  isIdentifier,
  isImportSpecifier,
  isObjectLiteralExpression,
  isPropertyAssignment,
  isQualifiedName,
  isShorthandPropertyAssignment,
  isTypeReferenceNode,
} from 'typescript/unstable/ast/is';
import { API, type Checker, SymbolFlags, type Symbol as TsSymbol } from 'typescript/unstable/sync';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { project } from '../../harness/project';

/**
 * Every text goes to VS Code's window through src/door, where it can become neither link, icon nor command. This holds
 * the rest of the extension to it: what of VS Code takes a text that it shows must not be named outside. Symbols are
 * looked up, so that neither another name nor a destructuring gets past.
 */
const typings = /@types\/vscode\/index\.d\.ts$/;

/** What of VS Code's interface takes a text that is shown, by the type it belongs to. */
const taking: Readonly<Record<string, readonly string[]>> = {
  window: [
    'showInformationMessage',
    'showWarningMessage',
    'showErrorMessage',
    'showInputBox',
    'showQuickPick',
    'showWorkspaceFolderPick',
    'setStatusBarMessage',
    'createStatusBarItem',
    'createTerminal',
    'withProgress',
    'withScmProgress',
  ],
  commands: ['registerCommand', 'registerTextEditorCommand'],
  QuickInput: ['title'],
  QuickPick: ['title', 'placeholder', 'prompt'],
  InputBox: ['title', 'placeholder', 'prompt', 'validationMessage'],
  QuickPickItem: ['label', 'description', 'detail', 'tooltip'],
  TreeItem: ['TreeItem', 'label', 'description', 'tooltip', 'accessibilityInformation'],
  TreeView: ['message', 'title', 'description', 'badge'],
  StatusBarItem: ['text', 'tooltip', 'name'],
  MarkdownString: ['MarkdownString'],
  Hover: ['Hover'],
  Diagnostic: ['Diagnostic', 'message', 'code'],
  DiagnosticRelatedInformation: ['DiagnosticRelatedInformation', 'message'],
  CodeAction: ['CodeAction', 'title'],
  CodeLens: ['CodeLens'],
  FileDecoration: ['FileDecoration', 'tooltip', 'badge'],
  FileSystemError: [
    'FileNotFound',
    'FileExists',
    'FileNotADirectory',
    'FileIsADirectory',
    'NoPermissions',
    'Unavailable',
  ],
  Webview: ['html'],
  WebviewPanel: ['title'],
};

/** Pages of our own: built by us from HTML that escapes. */
const pages = [join(project, 'src/labeling/page/html.ts'), join(project, 'src/labeling/editor/failurePage.ts')];

let api: API;

beforeAll(() => {
  api = new API({ cwd: project });
});

afterAll(() => api.close());

test('nothing outside the door gives VS Code a text to show', () => {
  let seen = 0;
  const found = pastTheDoor(join(project, 'tsconfig.json'), (file) => {
    const meant = file.startsWith(`${project}/src/`) && !/\/src\/(door|local)\//.test(file);
    seen += meant ? 1 : 0;
    return meant;
  });
  expect(seen).toBeGreaterThan(100);
  expect(found).toEqual([]);
});

const planted = `
import * as vscode from 'vscode';
import { window, MarkdownString as Text } from 'vscode';
export function plant(name: string, uri: vscode.Uri, view: vscode.TreeView<string>, panel: vscode.WebviewPanel) {
  const { showErrorMessage: tell } = window;
  void tell(name);
  void vscode['window'].showInformationMessage(name);
  const other = vscode.window;
  void other.showWarningMessage(name);
  void vscode.window.withProgress({ location: 15, title: name }, async () => undefined);
  new Text(name);
  const item = new vscode.TreeItem(uri);
  item.tooltip = name;
  view.message = name;
  const pick = vscode.window.createQuickPick();
  pick.title = name;
  pick.placeholder = name;
  pick.items = [{ label: name }];
  const box = vscode.window.createInputBox();
  box.validationMessage = name;
  new vscode.Diagnostic(new vscode.Range(0, 0, 0, 0), name);
  const { FileSystemError } = vscode;
  panel.webview.html = name;
  throw FileSystemError.Unavailable(item.label + name);
}
`;

test('what is planted past the door is found, under any name', () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'door-')));
  try {
    const compilerOptions = { types: ['vscode'], typeRoots: [join(project, 'node_modules', '@types')] };
    const config = join(folder, 'tsconfig.json');
    writeFileSync(config, JSON.stringify({ compilerOptions, files: ['planted.ts'] }));
    writeFileSync(join(folder, 'planted.ts'), planted);
    const found = pastTheDoor(config, (file) => file.startsWith(folder)).map((line) => line.replace(/^.*: /, ''));
    expect([...new Set(found)].sort()).toEqual(
      [
        'window.showErrorMessage',
        'window.showInformationMessage',
        'window.showWarningMessage',
        'window.withProgress',
        'MarkdownString.MarkdownString',
        'TreeItem.TreeItem',
        'TreeItem.tooltip',
        'TreeView.message',
        'QuickInput.title',
        'QuickPick.placeholder',
        'QuickPickItem.label',
        'InputBox.validationMessage',
        'Diagnostic.Diagnostic',
        'FileSystemError.Unavailable',
        'Webview.html',
      ].sort(),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});

/** Where the files of a TypeScript project name what only the door may, as "file:line: type.member". */
function pastTheDoor(config: string, isMeant: (file: string) => boolean): string[] {
  const snapshot = api.updateSnapshot({ openProjects: [config] });
  const opened = snapshot.getProject(config);
  if (opened === undefined) {
    throw new Error(`${config} is not read.`);
  }
  const { program, checker } = opened;
  return program
    .getSourceFileNames()
    .filter(isMeant)
    .flatMap((name) => {
      const source = program.getSourceFile(name);
      if (source === undefined) {
        throw new Error(`${name} is not read.`);
      }
      return takenIn(source, checker)
        .filter(({ taken }) => taken !== 'Webview.html' || !pages.includes(name))
        .map(({ line, taken }) => `${name}:${line}: ${taken}`);
    });
}

/** What of VS Code the names in a file stand for: itself, or the property of VS Code's that they fill. */
function takenIn(source: SourceFile, checker: Checker): { readonly line: number; readonly taken: string }[] {
  const names: Node[] = [];
  const visit = (node: Node): void => {
    if (isIdentifier(node) && !isOfType(node)) {
      names.push(node);
    }
    node.forEachChild(visit);
  };
  visit(source);
  const symbols = checker.getSymbolAtLocation(names);
  return names.flatMap((name, at) =>
    [symbols[at], propertyFilled(name, checker)].flatMap((symbol) => {
      const shows = symbol !== undefined && (!(symbol.flags & SymbolFlags.Property) || isWritten(name));
      const taken = shows ? nameInVsCode(symbol, checker) : undefined;
      return taken === undefined ? [] : [{ line: lineOf(source, name), taken }];
    }),
  );
}

function lineOf(source: SourceFile, node: Node): number {
  return source.text.slice(0, node.end).split('\n').length;
}

/** Only a type is meant, or the name of an import, or what something is asked to be. */
function isOfType({ parent }: Node): boolean {
  return (
    isImportSpecifier(parent) ||
    isTypeReferenceNode(parent) ||
    isQualifiedName(parent) ||
    isExpressionWithTypeArguments(parent) ||
    (isBinaryExpression(parent) && parent.operatorToken.kind === SyntaxKind.InstanceOfKeyword)
  );
}

/** Reading what VS Code shows is no fault. */
function isWritten(name: Node): boolean {
  const { parent } = name;
  const isTarget = (node: Node) =>
    isBinaryExpression(node.parent) &&
    node.parent.operatorToken.kind === SyntaxKind.EqualsToken &&
    node.parent.left === node;
  return isPropertyAssignment(parent) || isShorthandPropertyAssignment(parent) || isTarget(parent);
}

const members = new Set(Object.values(taking).flat());

/** The property that a name fills in an object literal, or that a destructuring takes out. */
function propertyFilled(node: Node, checker: Checker): TsSymbol | undefined {
  const { parent } = node;
  if (!members.has(node.getText())) {
    return undefined;
  }
  const isName = (isPropertyAssignment(parent) || isShorthandPropertyAssignment(parent)) && parent.name === node;
  if (isName && isObjectLiteralExpression(parent.parent)) {
    const type = checker.getContextualType(parent.parent);
    return type && checker.getPropertyOfType(type, parent.name.getText());
  }
  if (isBindingElement(parent)) {
    const type = checker.getTypeAtLocation(parent.parent);
    const taken = parent.propertyName ?? parent.name;
    return type && taken && checker.getPropertyOfType(type, taken.getText());
  }
  return undefined;
}

/** The listed member of VS Code's that a symbol is. */
function nameInVsCode(symbol: TsSymbol, checker: Checker): string | undefined {
  const real = symbol.flags & SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  if (!real.declarations.some(({ path }) => typings.test(path))) {
    return undefined;
  }
  const owner = real.flags & SymbolFlags.Class ? real.name : real.getParent()?.name;
  return owner !== undefined && taking[owner]?.includes(real.name) ? `${owner}.${real.name}` : undefined;
}
