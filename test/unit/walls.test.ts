import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, it } from 'vitest';
import { projectRoot } from '../../scripts/project.js';
import { formatRooms, rooms } from './walls.js';

const source = join(projectRoot, 'src');
const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));

/** Files that each file imports, of types too, by paths below `src`. */
const imports = new Map(
  files.map((file) => {
    const text = readFileSync(join(source, file), 'utf8');
    const found = [...text.matchAll(/(?:\bfrom |\bimport ?\(?|\btypeof import\()'(\.[^']+)'/g)].map(([, path = '']) => path);
    const paths = found.map((path) => relative(source, join(source, dirname(file), path)).replace(/\.js$/, '.ts'));
    return [file, [...new Set(paths)]] as const;
  }),
);

const roomOf = (file: string) => (file.includes('/') ? (file.split('/')[0] ?? '') : file.replace(/\.ts$/, ''));

it('every import leads to a file of the sources', () => {
  const lost = [...imports].flatMap(([file, paths]) => paths.filter((path) => !files.includes(path)).map((path) => `${file} -> ${path}`));
  expect(lost).toEqual([]);
  expect([...imports.values()].flat().length).toBeGreaterThan(files.length);
});

it('imports go through no wall', () => {
  expect(new Set(files.map(roomOf))).toEqual(new Set(Object.keys(rooms)));
  const crossings = [...imports].flatMap(([file, paths]) => {
    const from = roomOf(file);
    const open = [from, ...(rooms[from]?.mayImport ?? [])];
    return paths.filter((path) => !open.includes(roomOf(path))).map((path) => `${file} -> ${path}`);
  });
  expect(crossings).toEqual([]);
});

it('the rooms stand on each other, none on one above it', () => {
  const order = Object.keys(rooms);
  for (const [name, { mayImport }] of Object.entries(rooms)) {
    for (const other of mayImport) expect(order.indexOf(other), `${name} on ${other}`).toBeLessThan(order.indexOf(name));
  }
});

it('no files import each other, by whatever way', () => {
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (file: string, path: readonly string[]) => {
    if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file].join(' -> '));
    else if (!done.has(file)) {
      for (const next of imports.get(file) ?? []) visit(next, [...path, file]);
      done.add(file);
    }
  };
  for (const file of files) visit(file, []);
  expect(circles).toEqual([]);
});

it('CONTRIBUTING has the table of the rooms', () => {
  const unpadded = (text: string) => text.replaceAll(/ *\| */g, '|').replaceAll(/-+/g, '-');
  expect(unpadded(readFileSync(join(projectRoot, 'CONTRIBUTING.md'), 'utf8'))).toContain(unpadded(formatRooms()));
});
