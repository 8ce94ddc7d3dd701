import type { Json } from '../../go/json.js';
import type { DocumentWriter } from '../../kubernetes/index.js';
import type { Tree } from '../../kubernetes/tree.js';
import type { KeyValue } from '../../proto/mvccpb/kv.js';
import { Event_EventType } from '../../proto/mvccpb/kv.js';
import { printDocuments } from '../document.js';
import type { Format } from '../format.js';
import { Piece } from '../piece.js';
import type { RangeWriter } from '../range.js';

/** Characters of a piece: a page of objects takes a second and more. */
const pieceLength = 2 ** 17;

const pages = (writer: DocumentWriter): RangeWriter => ({
  headerFirst: false,
  begin: () => '',
  *pairs(page) {
    let documents = '';
    while (page.next()) {
      documents += writer.pair({ key: page.key, value: page.value, revision: page.mod_revision });
      if (documents.length < pieceLength) continue;
      yield documents;
      documents = '';
    }
    yield documents;
  },
  end: () => '',
});

const stored = ({ key, value, mod_revision: revision }: KeyValue) => ({ key, value, revision });

/** Every other reply is its JSON document as YAML. */
export async function loadYaml(): Promise<Format> {
  const { documentWriter, toYaml } = await import('../../kubernetes/index.js');
  return {
    ...printDocuments((document) => toYaml(treeOf(document))),
    range: ({ managedFields = false }) => pages(documentWriter({ managedFields })),
    watch({ response, managedFields = false }) {
      const writer = documentWriter({ managedFields });
      const documents = new Piece();
      for (const { type, kv, prev_kv: before } of response.events) {
        if (before !== undefined) documents.add(writer.pair(stored(before), 'before'));
        if (kv !== undefined) documents.add(type === Event_EventType.DELETE ? writer.deleted(stored(kv)) : writer.pair(stored(kv)));
      }
      return documents.done();
    },
  };
}

function treeOf(json: Json): Tree {
  if (typeof json !== 'object' || json === null) return json;
  if (json instanceof Uint8Array) return Buffer.from(json).toString('base64');
  if (isList(json)) return json.map(treeOf);
  return new Map(Object.entries(json).flatMap(([name, member]) => (member === undefined ? [] : [[name, treeOf(member)] as const])));
}

// Array.isArray does not narrow readonly arrays.
const isList = (value: object): value is readonly Json[] => Array.isArray(value);
