ALTER TABLE "tickets" ADD COLUMN "referral" jsonb;--> statement-breakpoint
ALTER TABLE "tickets" ADD COLUMN "ended_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "tickets" ADD COLUMN "quote_agreed_at" timestamp with time zone;