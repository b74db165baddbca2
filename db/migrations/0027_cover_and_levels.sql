CREATE TABLE "photo_covers" (
	"community_id" integer NOT NULL,
	"media_hash" text NOT NULL,
	"ticket_id" integer NOT NULL,
	"areas" jsonb NOT NULL,
	"bytes" "bytea" NOT NULL,
	"thumbnail" "bytea" NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "photo_covers_community_id_media_hash_pk" PRIMARY KEY("community_id","media_hash")
);
--> statement-breakpoint
ALTER TABLE "deeds" DROP CONSTRAINT "deeds_action";--> statement-breakpoint
ALTER TABLE "photo_covers" ADD CONSTRAINT "photo_covers_community_id_communities_id_fk" FOREIGN KEY ("community_id") REFERENCES "public"."communities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "photo_covers" ADD CONSTRAINT "photo_covers_media_hash_media_hash_fk" FOREIGN KEY ("media_hash") REFERENCES "public"."media"("hash") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "photo_covers" ADD CONSTRAINT "photo_covers_ticket_id_tickets_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."tickets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "photo_covers_media" ON "photo_covers" USING btree ("media_hash");--> statement-breakpoint
ALTER TABLE "deeds" ADD CONSTRAINT "deeds_action" CHECK ("deeds"."action" in ('changeRole', 'leaveService', 'returnToService', 'resetPassword', 'changePassword', 'signOutOthers', 'addColleague', 'turnOnSecondFactor', 'turnOffSecondFactor', 'resetSecondFactor', 'spendRecoveryCode', 'setCommunity', 'setHours', 'setCalendar', 'setTerms', 'setRouting', 'setHotlines', 'setDuty', 'setPace', 'setListening', 'setManners', 'setWordings', 'setModel', 'setMute', 'setEstates', 'setOrganisation', 'setGrids', 'setAppointments', 'setStations', 'setRoster', 'setRooms', 'offerClaim', 'setArticles', 'exportTickets', 'exportFigures', 'exportCorrections', 'reveal', 'coverPhoto', 'eraseResident'));--> statement-breakpoint
alter table photo_covers enable row level security;
--> statement-breakpoint
-- Whoever sees the photo sees how it is covered, and nobody else: a role that saw the one without the other would see faces.
create policy with_its_photo on photo_covers using (
  community_id = own_community() and exists (select from media where media.hash = media_hash));
--> statement-breakpoint
-- From whose hands to whose a matter went and from which colour to which: what the page of levels counts, without a word of what was said. Told by the owner,
-- so that who looks down from above counts private matters too.
create view ticket_steps with (security_barrier) as
  select id, community_id, ticket_id, action,
    changes ? 'party' as tells_party, changes -> 'party' ->> 0 as party_before, changes -> 'party' ->> 1 as party_after,
    changes -> 'tier' ->> 0 as tier_before, changes -> 'tier' ->> 1 as tier_after,
    action = 'edit' and changes ? 'category' as is_put_right
  from events
  where current_setting('role') = 'none' or community_id = own_community()
    or community_id = any (string_to_array(current_setting('app.communities', true), ',')::integer[]);
--> statement-breakpoint
do $$ begin
  if exists (select from pg_roles where rolname = 'huiyin_street') then
    grant select on ticket_steps to huiyin_street;
    grant select (closed_at) on tickets to huiyin_street;
  end if;
end $$;
