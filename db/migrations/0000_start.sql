CREATE TABLE "auth_accounts" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"provider_id" text NOT NULL,
	"user_id" text NOT NULL,
	"access_token" text,
	"refresh_token" text,
	"id_token" text,
	"access_token_expires_at" timestamp with time zone,
	"refresh_token_expires_at" timestamp with time zone,
	"scope" text,
	"password" text,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "auth_rate_limits" (
	"id" text PRIMARY KEY NOT NULL,
	"key" text NOT NULL,
	"count" integer NOT NULL,
	"last_request" bigint NOT NULL,
	CONSTRAINT "auth_rate_limits_key_unique" UNIQUE("key")
);
--> statement-breakpoint
CREATE TABLE "auth_sessions" (
	"id" text PRIMARY KEY NOT NULL,
	"token" text NOT NULL,
	"user_id" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"last_seen_at" timestamp with time zone,
	"ip_address" text,
	"user_agent" text,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "auth_sessions_token_unique" UNIQUE("token")
);
--> statement-breakpoint
CREATE TABLE "auth_users" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"email_verified" boolean DEFAULT false NOT NULL,
	"image" text,
	"username" text,
	"must_change_password" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "auth_users_email_unique" UNIQUE("email"),
	CONSTRAINT "auth_users_username_unique" UNIQUE("username")
);
--> statement-breakpoint
CREATE TABLE "auth_verifications" (
	"id" text PRIMARY KEY NOT NULL,
	"identifier" text NOT NULL,
	"value" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "setup_links" (
	"token_hash" text PRIMARY KEY NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sign_in_failures" (
	"username" text PRIMARY KEY NOT NULL,
	"failures" integer NOT NULL,
	"last_failed_at" timestamp with time zone NOT NULL,
	"locked_until" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "channels" (
	"name" text PRIMARY KEY NOT NULL,
	"state" text NOT NULL,
	"qr" text,
	"account" text,
	"problem" text,
	"changed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "channels_name" CHECK ("channels"."name" in ('sandbox', 'script', 'wechat4u')),
	CONSTRAINT "channels_state" CHECK ("channels"."state" in ('starting', 'needsScan', 'online', 'offline'))
);
--> statement-breakpoint
CREATE TABLE "media" (
	"hash" text PRIMARY KEY NOT NULL,
	"content_type" text NOT NULL,
	"bytes" "bytea" NOT NULL,
	"stored_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "members" (
	"id" serial PRIMARY KEY NOT NULL,
	"channel" text NOT NULL,
	"external_id" text NOT NULL,
	"nickname" text NOT NULL,
	"role" text NOT NULL,
	"is_friend" boolean NOT NULL,
	"community_id" integer,
	"estate_id" integer,
	CONSTRAINT "members_external" UNIQUE("channel","external_id"),
	CONSTRAINT "members_role" CHECK ("members"."role" in ('resident', 'staff', 'property'))
);
--> statement-breakpoint
CREATE TABLE "messages" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"channel" text NOT NULL,
	"external_id" text NOT NULL,
	"community_id" integer,
	"room_id" integer,
	"member_id" integer NOT NULL,
	"alias" text NOT NULL,
	"kind" text NOT NULL,
	"text" text NOT NULL,
	"quote" jsonb,
	"mentions_bot" boolean NOT NULL,
	"recalls" text,
	"from_bot" boolean NOT NULL,
	"media_hash" text,
	"sent_at" timestamp with time zone NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	"ready_at" timestamp with time zone NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"outcome" text,
	"reason" text,
	"settled_at" timestamp with time zone,
	CONSTRAINT "messages_external" UNIQUE("channel","external_id"),
	CONSTRAINT "messages_channel" CHECK ("messages"."channel" in ('sandbox', 'script', 'wechat4u')),
	CONSTRAINT "messages_kind" CHECK ("messages"."kind" in ('text', 'image', 'voice', 'recall', 'quote', 'system')),
	CONSTRAINT "messages_outcome" CHECK ("messages"."outcome" in ('ticketOpened', 'ticketJoined', 'ticketMoved', 'answered', 'waiting', 'ignored', 'silent')),
	CONSTRAINT "messages_reason" CHECK ("messages"."reason" in ('chatter', 'ownWords', 'systemLine', 'recalled', 'emptyMessage', 'photoAlone', 'spokenByStaff', 'unboundRoom', 'noticeNotPosted', 'nothingToConfirm', 'nothingToTell', 'sameEmergency', 'photoOfReport', 'sameMatter', 'nothingToAddTo', 'nothingToJoin', 'nothingToWithdraw', 'praise', 'signUp', 'vote', 'volunteer', 'notice', 'unsure', 'unreadable', 'voice', 'failed', 'strangerInPrivate', 'question', 'suggestion')),
	CONSTRAINT "messages_settled" CHECK (("messages"."outcome" is null) = ("messages"."settled_at" is null))
);
--> statement-breakpoint
CREATE TABLE "rooms" (
	"id" serial PRIMARY KEY NOT NULL,
	"channel" text NOT NULL,
	"external_id" text NOT NULL,
	"topic" text NOT NULL,
	"estate_id" integer,
	"community_id" integer,
	"voice" text DEFAULT 'recordOnly' NOT NULL,
	"notice_sent_at" timestamp with time zone,
	CONSTRAINT "rooms_external" UNIQUE("channel","external_id"),
	CONSTRAINT "rooms_bound" CHECK (("rooms"."estate_id" is null) = ("rooms"."community_id" is null)),
	CONSTRAINT "rooms_voice" CHECK ("rooms"."voice" in ('recordOnly', 'speaking'))
);
--> statement-breakpoint
CREATE TABLE "events" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"community_id" integer NOT NULL,
	"ticket_id" integer NOT NULL,
	"action" text NOT NULL,
	"actor" text NOT NULL,
	"actor_id" integer,
	"actor_name" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"note" text,
	CONSTRAINT "events_action" CHECK ("events"."action" in ('open', 'join', 'edit', 'answer', 'accept', 'file', 'assign', 'takeUp', 'askResident', 'hold', 'resume', 'resolve', 'verify', 'reopen', 'reject', 'withdraw', 'merge', 'split', 'refer')),
	CONSTRAINT "events_actor" CHECK ("events"."actor" in ('resident', 'staff', 'bot'))
);
--> statement-breakpoint
CREATE TABLE "readings" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"message_id" bigint NOT NULL,
	"community_id" integer NOT NULL,
	"intent" text NOT NULL,
	"category" text,
	"summary" text,
	"place" jsonb,
	"urgency" text NOT NULL,
	"confidence" real NOT NULL,
	"reader" text NOT NULL,
	"prompt_id" text,
	"model" text,
	"prompt_tokens" integer NOT NULL,
	"completion_tokens" integer NOT NULL,
	"read_at" timestamp with time zone NOT NULL,
	CONSTRAINT "readings_intent" CHECK ("readings"."intent" in ('report', 'supplement', 'meToo', 'progressQuery', 'confirmsFixed', 'deniesFixed', 'withdraw', 'consult', 'proposal', 'project', 'need', 'praise', 'signUp', 'vote', 'volunteer', 'notice', 'chatter')),
	CONSTRAINT "readings_category" CHECK ("readings"."category" in ('facility.lift', 'facility.lighting', 'facility.door', 'facility.water_leak', 'facility.sewer', 'facility.roof_wall', 'facility.manhole', 'facility.recreation', 'facility.retrofit', 'utility.power', 'utility.water', 'utility.gas', 'utility.heating', 'utility.telecom', 'sanitation.garbage_overflow', 'sanitation.corridor_clutter', 'sanitation.pest', 'sanitation.odor', 'sanitation.pet_waste', 'sanitation.bulky_waste', 'sanitation.greening', 'parking.blocked', 'parking.fire_lane', 'parking.ebike', 'parking.charging', 'parking.gate_fee', 'noise.renovation', 'noise.neighbor', 'noise.public', 'noise.construction', 'safety.falling_object', 'safety.fire_hazard', 'safety.security', 'safety.fraud', 'safety.dog', 'safety.structure', 'safety.weather', 'property.service', 'property.fee', 'property.security_guard', 'property.fund', 'property.exit', 'dispute.leak', 'dispute.shared_space', 'dispute.family', 'dispute.rental', 'dispute.other', 'illegal.building', 'illegal.load_wall', 'illegal.commercial', 'care.elderly', 'care.child', 'care.hardship', 'care.home_help', 'care.psych', 'gov.certificate', 'gov.policy', 'part.activity', 'part.meeting_vote', 'part.volunteer', 'part.praise', 'part.lost_found', 'emergency.gas', 'emergency.fire', 'emergency.lift_trapped', 'emergency.electric_shock', 'emergency.drowning', 'emergency.falling_object_injury', 'emergency.medical', 'emergency.violence', 'emergency.self_harm', 'emergency.missing_person', 'emergency.collapse_flood', 'emergency.dog_bite', 'emergency.fraud_in_progress', 'emergency.poisoning')),
	CONSTRAINT "readings_urgency" CHECK ("readings"."urgency" in ('low', 'normal', 'high', 'emergency')),
	CONSTRAINT "readings_reader" CHECK ("readings"."reader" in ('rule', 'offline', 'model')),
	CONSTRAINT "readings_model" CHECK (("readings"."reader" = 'model') = ("readings"."model" is not null))
);
--> statement-breakpoint
CREATE TABLE "reports" (
	"id" serial PRIMARY KEY NOT NULL,
	"community_id" integer NOT NULL,
	"ticket_id" integer NOT NULL,
	"message_id" bigint,
	"member_id" integer,
	"alias" text NOT NULL,
	"reported_at" timestamp with time zone NOT NULL,
	"withdrawn_at" timestamp with time zone,
	CONSTRAINT "reports_message_id_unique" UNIQUE("message_id")
);
--> statement-breakpoint
CREATE TABLE "ticket_numbers" (
	"community_id" integer NOT NULL,
	"code" text NOT NULL,
	"day" date NOT NULL,
	"last" integer NOT NULL,
	CONSTRAINT "ticket_numbers_community_id_code_day_pk" PRIMARY KEY("community_id","code","day")
);
--> statement-breakpoint
CREATE TABLE "ticket_search" (
	"ticket_id" integer PRIMARY KEY NOT NULL,
	"community_id" integer NOT NULL,
	"words" text NOT NULL,
	"characters" "tsvector" GENERATED ALWAYS AS (to_tsvector('simple', regexp_replace(lower(words), '(.)', '\1 ', 'g'))) STORED
);
--> statement-breakpoint
CREATE TABLE "tickets" (
	"id" serial PRIMARY KEY NOT NULL,
	"community_id" integer NOT NULL,
	"estate_id" integer NOT NULL,
	"room_id" integer,
	"number" text NOT NULL,
	"status" text NOT NULL,
	"category" text NOT NULL,
	"summary" text NOT NULL,
	"first_summary" text NOT NULL,
	"place" jsonb,
	"urgency" text NOT NULL,
	"tier" text NOT NULL,
	"private" boolean NOT NULL,
	"party" text NOT NULL,
	"assignee_id" integer,
	"resolved_by_id" integer,
	"outcome" text,
	"reopen_count" integer NOT NULL,
	"merged_into_id" integer,
	"review_at" timestamp with time zone,
	"respond_by" timestamp with time zone,
	"resolve_by" timestamp with time zone,
	"opened_at" timestamp with time zone NOT NULL,
	"filed_at" timestamp with time zone,
	"resolved_at" timestamp with time zone,
	"closed_at" timestamp with time zone,
	"version" integer NOT NULL,
	CONSTRAINT "tickets_number" UNIQUE("community_id","number"),
	CONSTRAINT "tickets_status" CHECK ("tickets"."status" in ('draft', 'pendingReview', 'filed', 'assigned', 'inProgress', 'awaitingResident', 'onHold', 'resolved', 'closed', 'rejected', 'withdrawn', 'merged', 'referred')),
	CONSTRAINT "tickets_category" CHECK ("tickets"."category" in ('facility.lift', 'facility.lighting', 'facility.door', 'facility.water_leak', 'facility.sewer', 'facility.roof_wall', 'facility.manhole', 'facility.recreation', 'facility.retrofit', 'utility.power', 'utility.water', 'utility.gas', 'utility.heating', 'utility.telecom', 'sanitation.garbage_overflow', 'sanitation.corridor_clutter', 'sanitation.pest', 'sanitation.odor', 'sanitation.pet_waste', 'sanitation.bulky_waste', 'sanitation.greening', 'parking.blocked', 'parking.fire_lane', 'parking.ebike', 'parking.charging', 'parking.gate_fee', 'noise.renovation', 'noise.neighbor', 'noise.public', 'noise.construction', 'safety.falling_object', 'safety.fire_hazard', 'safety.security', 'safety.fraud', 'safety.dog', 'safety.structure', 'safety.weather', 'property.service', 'property.fee', 'property.security_guard', 'property.fund', 'property.exit', 'dispute.leak', 'dispute.shared_space', 'dispute.family', 'dispute.rental', 'dispute.other', 'illegal.building', 'illegal.load_wall', 'illegal.commercial', 'care.elderly', 'care.child', 'care.hardship', 'care.home_help', 'care.psych', 'gov.certificate', 'gov.policy', 'part.activity', 'part.meeting_vote', 'part.volunteer', 'part.praise', 'part.lost_found', 'emergency.gas', 'emergency.fire', 'emergency.lift_trapped', 'emergency.electric_shock', 'emergency.drowning', 'emergency.falling_object_injury', 'emergency.medical', 'emergency.violence', 'emergency.self_harm', 'emergency.missing_person', 'emergency.collapse_flood', 'emergency.dog_bite', 'emergency.fraud_in_progress', 'emergency.poisoning')),
	CONSTRAINT "tickets_urgency" CHECK ("tickets"."urgency" in ('low', 'normal', 'high', 'emergency')),
	CONSTRAINT "tickets_tier" CHECK ("tickets"."tier" in ('green', 'yellow', 'red')),
	CONSTRAINT "tickets_party" CHECK ("tickets"."party" in ('property', 'selfManagementCommittee', 'ownersCommittee', 'buildingCaptain', 'gridWorker', 'community', 'subdistrict', 'department', 'volunteers', 'duty')),
	CONSTRAINT "tickets_outcome" CHECK ("tickets"."outcome" in ('confirmed', 'verified', 'unconfirmed')),
	CONSTRAINT "tickets_closed" CHECK (("tickets"."status" = 'closed') = ("tickets"."closed_at" is not null and "tickets"."outcome" is not null)),
	CONSTRAINT "tickets_merged" CHECK (("tickets"."status" = 'merged') = ("tickets"."merged_into_id" is not null)),
	CONSTRAINT "tickets_held" CHECK (("tickets"."status" = 'onHold') <= ("tickets"."review_at" is not null))
);
--> statement-breakpoint
CREATE TABLE "communities" (
	"id" integer PRIMARY KEY NOT NULL,
	"time_zone" text DEFAULT 'Asia/Shanghai' NOT NULL,
	"contact" text DEFAULT '' NOT NULL,
	"week" jsonb DEFAULT '[[["08:30","18:00"]],[["08:30","18:00"]],[["08:30","18:00"]],[["08:30","18:00"]],[["08:30","18:00"]],[["09:00","17:00"]],[["09:00","17:00"]]]'::jsonb NOT NULL,
	"hotlines" jsonb DEFAULT '{"gas":null,"water":null,"power":null,"heating":null,"lift":null,"property":null,"community":null}'::jsonb NOT NULL,
	"duty" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"reminders" jsonb DEFAULT '{"eveAt":"19:00","hoursBefore":2}'::jsonb NOT NULL,
	"pace" jsonb DEFAULT '{"minMs":2000,"maxMs":4000}'::jsonb NOT NULL,
	"patience" jsonb DEFAULT '{"textSeconds":25,"photoSeconds":180}'::jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "org_units" (
	"id" serial PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"parent_id" integer,
	"community_id" integer,
	"name" text NOT NULL,
	"code" text,
	CONSTRAINT "org_units_name" UNIQUE("parent_id","kind","name"),
	CONSTRAINT "org_units_kind" CHECK ("org_units"."kind" in ('district', 'subdistrict', 'community', 'estate', 'building')),
	CONSTRAINT "org_units_code" CHECK (("org_units"."kind" = 'estate') = ("org_units"."code" is not null)),
	CONSTRAINT "org_units_community" CHECK (("org_units"."kind" in ('estate', 'building')) <= ("org_units"."community_id" is not null))
);
--> statement-breakpoint
CREATE TABLE "staff" (
	"id" serial PRIMARY KEY NOT NULL,
	"community_id" integer NOT NULL,
	"user_id" text NOT NULL,
	"name" text NOT NULL,
	"role" text NOT NULL,
	"active" boolean DEFAULT true NOT NULL,
	CONSTRAINT "staff_user_id_unique" UNIQUE("user_id"),
	CONSTRAINT "staff_role" CHECK ("staff"."role" in ('viewer', 'gridWorker', 'staff', 'director', 'administrator'))
);
--> statement-breakpoint
CREATE TABLE "announcement_rooms" (
	"announcement_id" integer NOT NULL,
	"room_id" integer NOT NULL,
	CONSTRAINT "announcement_rooms_announcement_id_room_id_pk" PRIMARY KEY("announcement_id","room_id")
);
--> statement-breakpoint
CREATE TABLE "announcements" (
	"id" serial PRIMARY KEY NOT NULL,
	"community_id" integer NOT NULL,
	"kind" text NOT NULL,
	"title" text NOT NULL,
	"starts_at" timestamp with time zone NOT NULL,
	"place" text NOT NULL,
	"purpose" text NOT NULL,
	"publish_at" timestamp with time zone NOT NULL,
	"cancelled_at" timestamp with time zone,
	"version" integer NOT NULL,
	"created_by_id" integer,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "announcements_kind" CHECK ("announcements"."kind" in ('activity', 'meeting')),
	CONSTRAINT "announcements_order" CHECK ("announcements"."publish_at" < "announcements"."starts_at")
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"id" serial PRIMARY KEY NOT NULL,
	"community_id" integer NOT NULL,
	"kind" text NOT NULL,
	"room_id" integer,
	"member_id" integer,
	"mention" text,
	"text" text NOT NULL,
	"ticket_id" integer,
	"announcement_id" integer,
	"about" bigint[] NOT NULL,
	"key" text,
	"status" text NOT NULL,
	"obstacle" text,
	"attempts" integer DEFAULT 0 NOT NULL,
	"not_before" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone,
	"created_at" timestamp with time zone NOT NULL,
	"created_by_id" integer,
	"settled_at" timestamp with time zone,
	CONSTRAINT "outbox_recipient" CHECK (("outbox"."room_id" is null) <> ("outbox"."member_id" is null)),
	CONSTRAINT "outbox_obstacle" CHECK (("outbox"."status" = 'needsPerson') <= ("outbox"."obstacle" is not null)),
	CONSTRAINT "outbox_kind" CHECK ("outbox"."kind" in ('emergency', 'reply', 'progress', 'staffAnswer', 'announcement', 'reminder', 'privacyNotice')),
	CONSTRAINT "outbox_status" CHECK ("outbox"."status" in ('waiting', 'sending', 'sent', 'failed', 'needsPerson', 'withheld', 'cancelled', 'expired')),
	CONSTRAINT "outbox_obstacle_word" CHECK ("outbox"."obstacle" in ('notFriend', 'interrupted', 'gone', 'attempts', 'roomUnbound'))
);
--> statement-breakpoint
ALTER TABLE "auth_accounts" ADD CONSTRAINT "auth_accounts_user_id_auth_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."auth_users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "auth_sessions" ADD CONSTRAINT "auth_sessions_user_id_auth_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."auth_users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "members" ADD CONSTRAINT "members_community_id_communities_id_fk" FOREIGN KEY ("community_id") REFERENCES "public"."communities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "members" ADD CONSTRAINT "members_estate_id_org_units_id_fk" FOREIGN KEY ("estate_id") REFERENCES "public"."org_units"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_community_id_communities_id_fk" FOREIGN KEY ("community_id") REFERENCES "public"."communities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_room_id_rooms_id_fk" FOREIGN KEY ("room_id") REFERENCES "public"."rooms"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_media_hash_media_hash_fk" FOREIGN KEY ("media_hash") REFERENCES "public"."media"("hash") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rooms" ADD CONSTRAINT "rooms_estate_id_org_units_id_fk" FOREIGN KEY ("estate_id") REFERENCES "public"."org_units"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rooms" ADD CONSTRAINT "rooms_community_id_communities_id_fk" FOREIGN KEY ("community_id") REFERENCES "public"."communities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "events" ADD CONSTRAINT "events_community_id_communities_id_fk" FOREIGN KEY ("community_id") REFERENCES "public"."communities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "events" ADD CONSTRAINT "events_ticket_id_tickets_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."tickets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "readings" ADD CONSTRAINT "readings_message_id_messages_id_fk" FOREIGN KEY ("message_id") REFERENCES "public"."messages"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "readings" ADD CONSTRAINT "readings_community_id_communities_id_fk" FOREIGN KEY ("community_id") REFERENCES "public"."communities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reports" ADD CONSTRAINT "reports_community_id_communities_id_fk" FOREIGN KEY ("community_id") REFERENCES "public"."communities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reports" ADD CONSTRAINT "reports_ticket_id_tickets_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."tickets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reports" ADD CONSTRAINT "reports_message_id_messages_id_fk" FOREIGN KEY ("message_id") REFERENCES "public"."messages"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reports" ADD CONSTRAINT "reports_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ticket_numbers" ADD CONSTRAINT "ticket_numbers_community_id_communities_id_fk" FOREIGN KEY ("community_id") REFERENCES "public"."communities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ticket_search" ADD CONSTRAINT "ticket_search_ticket_id_tickets_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."tickets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ticket_search" ADD CONSTRAINT "ticket_search_community_id_communities_id_fk" FOREIGN KEY ("community_id") REFERENCES "public"."communities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tickets" ADD CONSTRAINT "tickets_community_id_communities_id_fk" FOREIGN KEY ("community_id") REFERENCES "public"."communities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tickets" ADD CONSTRAINT "tickets_estate_id_org_units_id_fk" FOREIGN KEY ("estate_id") REFERENCES "public"."org_units"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tickets" ADD CONSTRAINT "tickets_room_id_rooms_id_fk" FOREIGN KEY ("room_id") REFERENCES "public"."rooms"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tickets" ADD CONSTRAINT "tickets_assignee_id_staff_id_fk" FOREIGN KEY ("assignee_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tickets" ADD CONSTRAINT "tickets_resolved_by_id_staff_id_fk" FOREIGN KEY ("resolved_by_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "communities" ADD CONSTRAINT "communities_id_org_units_id_fk" FOREIGN KEY ("id") REFERENCES "public"."org_units"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "org_units" ADD CONSTRAINT "org_units_parent_id_org_units_id_fk" FOREIGN KEY ("parent_id") REFERENCES "public"."org_units"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "org_units" ADD CONSTRAINT "org_units_community_id_org_units_id_fk" FOREIGN KEY ("community_id") REFERENCES "public"."org_units"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "staff" ADD CONSTRAINT "staff_community_id_communities_id_fk" FOREIGN KEY ("community_id") REFERENCES "public"."communities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "staff" ADD CONSTRAINT "staff_user_id_auth_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."auth_users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "announcement_rooms" ADD CONSTRAINT "announcement_rooms_announcement_id_announcements_id_fk" FOREIGN KEY ("announcement_id") REFERENCES "public"."announcements"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "announcement_rooms" ADD CONSTRAINT "announcement_rooms_room_id_rooms_id_fk" FOREIGN KEY ("room_id") REFERENCES "public"."rooms"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "announcements" ADD CONSTRAINT "announcements_community_id_communities_id_fk" FOREIGN KEY ("community_id") REFERENCES "public"."communities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "announcements" ADD CONSTRAINT "announcements_created_by_id_staff_id_fk" FOREIGN KEY ("created_by_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_community_id_communities_id_fk" FOREIGN KEY ("community_id") REFERENCES "public"."communities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_room_id_rooms_id_fk" FOREIGN KEY ("room_id") REFERENCES "public"."rooms"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_ticket_id_tickets_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."tickets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_announcement_id_announcements_id_fk" FOREIGN KEY ("announcement_id") REFERENCES "public"."announcements"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_created_by_id_staff_id_fk" FOREIGN KEY ("created_by_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "auth_accounts_user" ON "auth_accounts" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "auth_sessions_user" ON "auth_sessions" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "auth_verifications_identifier" ON "auth_verifications" USING btree ("identifier");--> statement-breakpoint
CREATE INDEX "messages_unread" ON "messages" USING btree ("ready_at","id") WHERE outcome is null;--> statement-breakpoint
CREATE INDEX "messages_fragments" ON "messages" USING btree ("member_id","id") WHERE outcome is null;--> statement-breakpoint
CREATE INDEX "messages_waiting" ON "messages" USING btree ("community_id","id") WHERE outcome = 'waiting';--> statement-breakpoint
CREATE INDEX "messages_room" ON "messages" USING btree ("room_id","id");--> statement-breakpoint
CREATE INDEX "events_ticket" ON "events" USING btree ("ticket_id","id");--> statement-breakpoint
CREATE INDEX "readings_message" ON "readings" USING btree ("message_id");--> statement-breakpoint
CREATE INDEX "reports_ticket" ON "reports" USING btree ("ticket_id");--> statement-breakpoint
CREATE INDEX "reports_member" ON "reports" USING btree ("member_id","ticket_id");--> statement-breakpoint
CREATE INDEX "ticket_search_characters" ON "ticket_search" USING gin ("characters");--> statement-breakpoint
CREATE INDEX "tickets_newest" ON "tickets" USING btree ("community_id","id");--> statement-breakpoint
CREATE INDEX "tickets_status_newest" ON "tickets" USING btree ("community_id","status","id");--> statement-breakpoint
CREATE UNIQUE INDEX "announcements_once" ON "announcements" USING btree ("community_id","title","starts_at") WHERE cancelled_at is null;--> statement-breakpoint
CREATE INDEX "announcements_start" ON "announcements" USING btree ("community_id","starts_at");--> statement-breakpoint
CREATE UNIQUE INDEX "outbox_key" ON "outbox" USING btree ("community_id","key");--> statement-breakpoint
CREATE INDEX "outbox_owed" ON "outbox" USING btree ("not_before","id") WHERE status = 'waiting';--> statement-breakpoint
CREATE INDEX "outbox_newest" ON "outbox" USING btree ("community_id","id");--> statement-breakpoint
CREATE INDEX "outbox_room" ON "outbox" USING btree ("room_id","id");--> statement-breakpoint
CREATE INDEX "outbox_announcement" ON "outbox" USING btree ("announcement_id");