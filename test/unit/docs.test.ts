import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { projectRoot } from '../../scripts/project.js';

const pages = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...(await list('docs', '.md'))];

describe.each(pages)('%s', (page) => {
  test('links to what is there', async () => {
    const text = await readFile(join(projectRoot, page), 'utf8');
    const targets = [...prose(text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
    const broken: string[] = [];
    for (const target of targets.filter((link) => !/^https?:/.test(link))) {
      const [path = '', anchor] = target.split('#');
      const file = path === '' ? page : relative(projectRoot, join(projectRoot, dirname(page), path));
      const leavesProject = file.startsWith('..');
      if (leavesProject || !existsSync(join(projectRoot, file)) || (anchor !== undefined && !(await anchors(file)).includes(anchor))) {
        broken.push(target);
      }
    }
    expect(broken).toEqual([]);
  });
});

test('every section of the contract that the sources cite is there', async () => {
  const headings = (await readFile(join(projectRoot, 'docs/contract.md'), 'utf8')).matchAll(/^#+ (\d+(?:\.\d+)?)\.? /gm);
  const sections = new Set([...headings].map(([, number]) => number));
  const missing: string[] = [];
  let cited = 0;
  for (const file of [...(await list('src', '.ts')), ...(await list('test', '.ts'))]) {
    for (const section of citations(await readFile(join(projectRoot, file), 'utf8'))) {
      cited++;
      if (!sections.has(section)) missing.push(`${file}: ${section}`);
    }
  }
  expect(missing).toEqual([]);
  expect(cited).toBeGreaterThan(40);
});

test('a citation may name several sections and go over lines', () => {
  const text = '// contract 2.8, 2.9 and 4.4\n/** Contract 1.4, steps 5 and 6.\n * contract\n * section 12 */\n// contractual 9.9';
  expect(citations(text)).toEqual(['2.8', '2.9', '4.4', '1.4', '12']);
});

/** The sections in `contract 1.3`, `contract section 2`, `contract 2.8, 2.9 and 4.4`. */
function citations(source: string): string[] {
  const text = source.replace(/\n\s*(?:\*|\/\/)\s*/g, ' ');
  const found = text.matchAll(/\bcontract (?:sections? )?(\d+(?:\.\d+)?(?:(?:,| and) \d+\.\d+)*)/gi);
  return [...found].flatMap(([, numbers = '']) => numbers.split(/,? (?:and )?/));
}

/** Without code, in which brackets are no links. */
function prose(markdown: string): string {
  return markdown.replace(/^ *```[\s\S]*?^ *```/gm, '').replace(/(`+)(?:(?!\1)[\s\S])*?\1/g, '');
}

/** The names that GitHub gives headings. */
async function anchors(page: string): Promise<string[]> {
  const text = await readFile(join(projectRoot, page), 'utf8');
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/ /g, '-'),
  );
}

async function list(folder: string, extension: string): Promise<string[]> {
  const files = await readdir(join(projectRoot, folder), { recursive: true });
  return files.filter((file) => file.endsWith(extension)).map((file) => join(folder, file));
}
