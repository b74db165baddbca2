import type { MessageKind } from '../../../core/message.ts'
import { captionIn } from '../../../core/photo.ts'
import type { StoredMessage } from '../../../db/inbox.ts'
import { Covered, CoveredMedia, CoverLink } from '../covered.tsx'
import { type Clock, Time } from '../parts.tsx'

const KIND_NAMES: Partial<Record<MessageKind, string>> = {
  image: '〔图片〕',
  voice: '〔语音〕',
  recall: '〔撤回了一条消息〕',
  system: '〔系统消息〕',
  join: '〔进群〕',
  leave: '〔离群〕',
}

/** A message as its sender wrote it: what was quoted, the words, the photo. */
export function Words({ message }: { message: Pick<StoredMessage, 'kind' | 'text' | 'quote' | 'mediaHash' | 'caption'> }) {
  const { kind, text, quote, mediaHash, caption } = message
  return (
    <>
      {quote && (
        <div class="words-quote">
          <Covered text={`${quote.sender}：${quote.text}`} />
        </div>
      )}
      {text.trim() !== '' && !(mediaHash && captionIn(text)) && (
        <p class="words">
          <Covered text={text} />
        </p>
      )}
      {mediaHash && kind !== 'voice' && (
        <CoveredMedia what="照片">
          <a href={`/media/${mediaHash}`} target="_blank" rel="noopener" class="photo">
            <img
              src={`/media/${mediaHash}/thumbnail`}
              alt={`居民发的${kind === 'image' ? '照片，点开看大图' : '文件，点开看或下载'}`}
              loading="lazy"
            />
          </a>
          {kind === 'image' && <CoverLink hash={mediaHash} />}
        </CoveredMedia>
      )}
      {mediaHash && kind === 'voice' && (
        <CoveredMedia what="语音">
          <a href={`/media/${mediaHash}`} download="">
            下载{KIND_NAMES[kind]}
          </a>
        </CoveredMedia>
      )}
      {caption && (
        <p class="words soft">
          照片看着像：
          <Covered text={caption} />
          （AI识别）
        </p>
      )}
      {text.trim() === '' && !mediaHash && <p class="words soft">{KIND_NAMES[kind] ?? '〔没有文字〕'}</p>}
    </>
  )
}

/** A few lines of a chat; the message in question stands out. */
export function Talk({ lines, about, clock }: { lines: StoredMessage[]; about: readonly number[]; clock: Clock }) {
  return (
    <ol class="talk">
      {lines.map((line) => (
        <li class={`${about.includes(line.id) ? 'talk-about' : ''} ${line.fromBot ? 'talk-bot' : ''}`}>
          <span class="talk-who">
            {line.fromBot ? '小助手' : <Covered text={line.alias || '居民'} />}
            <Time at={line.sentAt} clock={clock} />
          </span>
          <Words message={line} />
        </li>
      ))}
    </ol>
  )
}
