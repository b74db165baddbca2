ALTER TABLE "members" DROP CONSTRAINT "members_external";--> statement-breakpoint
ALTER TABLE "messages" DROP CONSTRAINT "messages_external";--> statement-breakpoint
ALTER TABLE "rooms" DROP CONSTRAINT "rooms_external";--> statement-breakpoint
ALTER TABLE "channels" RENAME COLUMN "account" TO "nickname";--> statement-breakpoint
ALTER TABLE "channels" DROP CONSTRAINT "channels_pkey";--> statement-breakpoint
ALTER TABLE "channels" ADD COLUMN "account" text DEFAULT 'main' NOT NULL;--> statement-breakpoint
ALTER TABLE "channels" ADD CONSTRAINT "channels_account" PRIMARY KEY("name","account");--> statement-breakpoint
ALTER TABLE "members" ADD COLUMN "account" text DEFAULT 'main' NOT NULL;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "account" text DEFAULT 'main' NOT NULL;--> statement-breakpoint
ALTER TABLE "rooms" ADD COLUMN "account" text DEFAULT 'main' NOT NULL;--> statement-breakpoint
ALTER TABLE "members" ADD CONSTRAINT "members_external" UNIQUE("channel","account","external_id");--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_external" UNIQUE("channel","account","external_id");--> statement-breakpoint
ALTER TABLE "rooms" ADD CONSTRAINT "rooms_external" UNIQUE("channel","account","external_id");