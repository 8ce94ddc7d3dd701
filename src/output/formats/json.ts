import { toJson } from '../../go/json.js';
import { ResponseHeader } from '../../proto/etcdserverpb/rpc.js';
import { headerSchema, messageDocument, pairSchema, printDocuments } from '../document.js';
import type { Format } from '../format.js';
import { Piece } from '../piece.js';
import type { RangeWriter } from '../range.js';
import type { Pair } from '../reply.js';

const pairFields = Object.entries(pairSchema) as readonly (readonly [keyof Pair, 'bytes' | 'int64'])[];

/** The JSON of a pair's document, without the document: a large range has millions of pairs. */
function pairJson(pair: Pair): string {
  let members = '';
  for (const [name, kind] of pairFields) {
    let text: string;
    if (kind === 'bytes') {
      const bytes = pair[name as 'key'];
      if (bytes.length === 0) continue;
      text = `"${bytes.toString('base64')}"`;
    } else {
      text = pair[name as 'lease'];
      if (text === '0') continue;
    }
    members += `${members === '' ? '{' : ','}"${name}":${text}`;
  }
  return members === '' ? '{}' : `${members}}`;
}

function pages(): RangeWriter {
  let before = '{';
  const member = (name: string): string => {
    const start = `${before}"${name}":`;
    before = ',';
    return start;
  };
  return {
    headerFirst: true,
    begin: (header) => (header ? member('header') + toJson(messageDocument(ResponseHeader.decode(header), headerSchema)) : ''),
    pairs(page, first) {
      const out = new Piece(page.size);
      let isFirst = first;
      while (page.next()) {
        out.addAscii(isFirst ? `${member('kvs')}[` : ',').addAscii(pairJson(page));
        isFirst = false;
      }
      return out.done();
    },
    end({ empty, more, count }) {
      const rest = `${empty ? '' : ']'}${more ? `${member('more')}true` : ''}${count === '0' ? '' : member('count') + count}`;
      return `${rest}${before === '{' ? '{' : ''}}\n`;
    },
  };
}

/** One line a reply, as Go's encoder has it (contract 3.1). */
export const json: Format = {
  ...printDocuments((document) => `${toJson(document)}\n`),
  range: pages,
};
