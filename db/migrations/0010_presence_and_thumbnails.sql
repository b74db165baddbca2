CREATE TABLE "departures" (
	"room_id" integer NOT NULL,
	"member_id" integer NOT NULL,
	"name" text NOT NULL,
	"left_at" timestamp with time zone NOT NULL,
	CONSTRAINT "departures_room_id_member_id_pk" PRIMARY KEY("room_id","member_id")
);
--> statement-breakpoint
ALTER TABLE "alerts" DROP CONSTRAINT "alerts_kind";--> statement-breakpoint
ALTER TABLE "messages" DROP CONSTRAINT "messages_kind";--> statement-breakpoint
ALTER TABLE "outbox" DROP CONSTRAINT "outbox_obstacle_word";--> statement-breakpoint
ALTER TABLE "media" ADD COLUMN "thumbnail" "bytea";--> statement-breakpoint
ALTER TABLE "rooms" ADD COLUMN "left_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "departures" ADD CONSTRAINT "departures_room_id_rooms_id_fk" FOREIGN KEY ("room_id") REFERENCES "public"."rooms"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "departures" ADD CONSTRAINT "departures_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alerts" ADD CONSTRAINT "alerts_kind" CHECK ("alerts"."kind" in ('mustScan', 'refused', 'noSync', 'botGone', 'untaken', 'stuck', 'roomLeft'));--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_kind" CHECK ("messages"."kind" in ('text', 'image', 'voice', 'recall', 'quote', 'system', 'join', 'leave'));--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_obstacle_word" CHECK ("outbox"."obstacle" in ('notFriend', 'interrupted', 'gone', 'attempts', 'roomUnbound', 'late', 'left'));