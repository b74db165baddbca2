import { type Area, MOST_AREAS, WHOLE_SIDE } from '../../../core/privacy/cover.ts'
import type { Ticket } from '../../../core/ticket/ticket.ts'
import { assetUrl } from '../../assets.ts'
import { TicketNumber } from './parts.tsx'

type CoverProps = { ticket: Ticket; hash: string; areas: readonly Area[]; sees: boolean; nonce: string }

/** A photo on which faces and plates are covered by drawing over them; what is covered already stays so for who does not see it whole. */
export function CoverPage({ ticket, hash, areas, sees, nonce }: CoverProps) {
  const path = `/tickets/${ticket.number}/photos/${hash}`
  return (
    <>
      <div class="card cover-card">
        <form method="post" action={path} class="card-body" data-covering>
          <p>
            <TicketNumber number={ticket.number} />{' '}
            在人脸、车牌、门牌上拖一下，框住就遮住。保存以后，同事、经办人看到的都是遮过的照片；原图留着，说明原因才能看，会记入操作记录。
          </p>
          {areas.length > 0 && !sees && (
            <p class="heard">
              已经遮住的地方不能在这里去掉。遮错了，请先在工单里点“<a href={`/tickets/${ticket.number}/reveal`}>查看</a>
              ”说明原因，10分钟内再来改。
            </p>
          )}
          <noscript>
            <p class="banner banner-warn">框选要用到脚本，请在浏览器里打开脚本再来。</p>
          </noscript>
          <div class="cover-stage" data-stage={WHOLE_SIDE} data-most={MOST_AREAS}>
            <img src={`/media/${hash}`} alt="要遮挡的照片" draggable={false} />
            {areas.map((area) => (
              <AreaBox area={area} isFixed={!sees} />
            ))}
          </div>
          <template id="cover-area">
            <AreaBox area={null} isFixed={false} />
          </template>
          <div class="cover-foot">
            <button type="submit" class="btn btn-primary" data-save>
              保存遮挡
            </button>
            <button type="button" class="btn" data-add>
              加一块
            </button>
            <span class="soft" role="status" data-tally>
              {areas.length > 0 ? `已框${areas.length}处` : '还没有框'}
            </span>
          </div>
          <p class="soft mb-0 cover-keys">点“加一块”也可以用键盘：方向键移动，按住Shift改大小，Delete去掉。</p>
        </form>
        {areas.length > 0 && sees && (
          <form method="post" action={path} class="card-body cover-undo" data-confirm="取消以后，大家又能看到原图。确定吗？">
            <button type="submit" class="btn">
              取消全部遮挡
            </button>
          </form>
        )}
      </div>
      <script src={assetUrl('cover.js')} nonce={nonce} defer={true} />
    </>
  )
}

/** Null: the one that is copied for each that is drawn. */
function AreaBox({ area, isFixed }: { area: Area | null; isFixed: boolean }) {
  const share = (part: number) => `${(part * 100) / WHOLE_SIDE}%`
  const place = area && `left:${share(area.x)};top:${share(area.y)};width:${share(area.width)};height:${share(area.height)}`
  return (
    <div
      class={`cover-area ${isFixed ? 'cover-fixed' : ''}`}
      style={place ?? undefined}
      {...(!isFixed && { tabindex: 0, 'data-area': '' })}
    >
      <input type="hidden" name="area" value={area ? [area.x, area.y, area.width, area.height].join(',') : ''} />
      {!isFixed && (
        <button type="button" class="cover-drop" data-drop aria-label="去掉这一处">
          ×
        </button>
      )}
    </div>
  )
}
