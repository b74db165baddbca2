import { ROOM_MODES, type RoomMode } from '../../core/room.ts'
import { ROOM_MODE_NAMES } from '../../core/texts/room.ts'
import type { Room } from '../../db/rooms.ts'

/** What a group is for, and what the bot does there. */
export const MODES: Record<RoomMode, { name: string; means: string }> = {
  governance: { name: ROOM_MODE_NAMES.governance, means: '反映问题、办事的群：听到问题就登记、回复、报进展。' },
  social: { name: ROOM_MODE_NAMES.social, means: '聊天、分享的群：机器人不插话，只管紧急情况和@它的话，其余照样存着。' },
  staff: { name: ROOM_MODE_NAMES.staff, means: '工作人员的群：说的话不当作居民反映，@它才登记；紧急情况照样提醒。' },
  owners: { name: ROOM_MODE_NAMES.owners, means: '业主自己的群：和议事群一样，听到问题就登记、回复。' },
}

export function ModeForm({ room }: { room: Room }) {
  return (
    <form method="post" action={`/bot/rooms/${room.id}/mode`} class="card" id="mode">
      <div class="card-body">
        <h2 class="card-title">群的用途</h2>
        {ROOM_MODES.map((mode) => (
          <label class="form-check">
            <input class="form-check-input" type="radio" name="mode" value={mode} checked={room.mode === mode} />
            <span>
              <b>{MODES[mode].name}</b> <span class="soft">{MODES[mode].means}</span>
            </span>
          </label>
        ))}
        <button type="submit" class="btn">
          保存用途
        </button>
      </div>
    </form>
  )
}
