import { ConnectionError, ErrorCode } from './errors.js';
import { initialWindow, maxWindow } from './flow-control.js';
import { defaultMaxFrameSize, readUint32 } from './frame.js';
import { defaultTableSize } from './hpack/dynamic-table.js';

/** RFC 9113 section 6.5.2. */
export const SettingId = {
  HEADER_TABLE_SIZE: 1,
  ENABLE_PUSH: 2,
  MAX_CONCURRENT_STREAMS: 3,
  INITIAL_WINDOW_SIZE: 4,
  MAX_FRAME_SIZE: 5,
  MAX_HEADER_LIST_SIZE: 6,
} as const;

/** What the peer asked for, or the defaults of section 6.5.2. */
export interface PeerSettings {
  readonly headerTableSize: number;
  readonly maxConcurrentStreams: number;
  readonly initialWindowSize: number;
  readonly maxFrameSize: number;
  readonly maxHeaderListSize: number;
}

export const defaultSettings: PeerSettings = {
  headerTableSize: defaultTableSize,
  maxConcurrentStreams: Infinity,
  initialWindowSize: initialWindow,
  maxFrameSize: defaultMaxFrameSize,
  maxHeaderListSize: Infinity,
};

const entryLength = 6;
const largestMaxFrameSize = 2 ** 24 - 1;

/** The settings after a SETTINGS frame of a server. @throws ConnectionError */
export function applySettings(settings: PeerSettings, payload: Uint8Array): PeerSettings {
  if (payload.length % entryLength !== 0) throw new ConnectionError(ErrorCode.FRAME_SIZE_ERROR, 'SETTINGS has a broken length');
  const next: { -readonly [K in keyof PeerSettings]: PeerSettings[K] } = { ...settings };
  for (let at = 0; at < payload.length; at += entryLength) {
    const id = ((payload[at] ?? 0) << 8) | (payload[at + 1] ?? 0);
    const value = readUint32(payload, at + 2);
    switch (id) {
      case SettingId.HEADER_TABLE_SIZE:
        next.headerTableSize = value;
        break;
      case SettingId.ENABLE_PUSH:
        // A server may only say that it doesn't push.
        if (value !== 0) throw new ConnectionError(ErrorCode.PROTOCOL_ERROR, 'a server sent ENABLE_PUSH');
        break;
      case SettingId.MAX_CONCURRENT_STREAMS:
        next.maxConcurrentStreams = value;
        break;
      case SettingId.INITIAL_WINDOW_SIZE:
        if (value > maxWindow) throw new ConnectionError(ErrorCode.FLOW_CONTROL_ERROR, 'INITIAL_WINDOW_SIZE is too large');
        next.initialWindowSize = value;
        break;
      case SettingId.MAX_FRAME_SIZE:
        if (value < defaultMaxFrameSize || value > largestMaxFrameSize) {
          throw new ConnectionError(ErrorCode.PROTOCOL_ERROR, 'MAX_FRAME_SIZE is out of range');
        }
        next.maxFrameSize = value;
        break;
      case SettingId.MAX_HEADER_LIST_SIZE:
        next.maxHeaderListSize = value;
        break;
    }
  }
  return next;
}
