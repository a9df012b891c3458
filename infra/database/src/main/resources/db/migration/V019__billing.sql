-- Plans are rows, not code; a subscription puts one team or one user on a plan; its use is metered against the plan's limits.
CREATE TABLE billing.subscription_plans (
    plan_id               uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    plan_name             varchar(100)  NOT NULL CONSTRAINT subscription_plans_name UNIQUE,
    plan_category         text          NOT NULL,
    monthly_price_credits numeric(10,2) NOT NULL,
    annual_price_credits  numeric(10,2) NOT NULL,
    features              jsonb         NOT NULL,
    max_events_per_month  integer,
    ai_credits_included   integer       NOT NULL DEFAULT 0,
    is_active             boolean       NOT NULL DEFAULT true,
    CONSTRAINT subscription_plans_category CHECK (plan_category IN ('individual', 'team', 'enterprise')),
    CONSTRAINT subscription_plans_price CHECK (monthly_price_credits >= 0),
    CONSTRAINT subscription_plans_annual_discount CHECK (annual_price_credits = round(monthly_price_credits * 12 * 0.85, 2)),
    CONSTRAINT subscription_plans_features CHECK (jsonb_typeof(features) = 'object'),
    CONSTRAINT subscription_plans_limits CHECK (max_events_per_month >= 0 AND ai_credits_included >= 0)
);
CREATE TRIGGER subscription_plans_stay BEFORE DELETE ON billing.subscription_plans
    FOR EACH ROW EXECUTE FUNCTION public.keep_append_only();
COMMENT ON TABLE billing.subscription_plans IS
    'What can be subscribed to: price, features and limits. The one source of what a subscriber may do; changed as data. Retired, never removed.';
COMMENT ON COLUMN billing.subscription_plans.plan_id IS 'Key of the plan.';
COMMENT ON COLUMN billing.subscription_plans.plan_name IS 'Public name; unique.';
COMMENT ON COLUMN billing.subscription_plans.plan_category IS 'Whom it is meant for: individual, team or enterprise.';
COMMENT ON COLUMN billing.subscription_plans.monthly_price_credits IS 'Price of a month, in credits.';
COMMENT ON COLUMN billing.subscription_plans.annual_price_credits IS 'Price of a year paid at once, in credits: twelve months less 15 percent.';
COMMENT ON COLUMN billing.subscription_plans.features IS 'Object of what the plan includes; monthly_prices holds the price of a month per currency, as published and not converted.';
COMMENT ON COLUMN billing.subscription_plans.max_events_per_month IS 'Events that may be created per month; empty means any number.';
COMMENT ON COLUMN billing.subscription_plans.ai_credits_included IS 'AI credits per month before overage is charged.';
COMMENT ON COLUMN billing.subscription_plans.is_active IS 'Whether it can be newly subscribed to; who is on it stays on it.';

INSERT INTO billing.subscription_plans
    (plan_id, plan_name, plan_category, monthly_price_credits, annual_price_credits, features, max_events_per_month, ai_credits_included)
VALUES
    ('b1110000-0000-4000-8000-000000000001', 'Base', 'individual', 0, 0,
     '{"monthly_prices": {"USD": 0, "INR": 0}, "ai_enhanced_content": false, "custom_branding": false, "api_access": false, "course_instructor": false}',
     3, 25),
    ('b1110000-0000-4000-8000-000000000002', 'Pro', 'individual', 999, 10189.80,
     '{"monthly_prices": {"USD": 9.99, "INR": 999}, "ai_enhanced_content": true, "custom_branding": false, "api_access": false, "course_instructor": false}',
     25, 500),
    ('b1110000-0000-4000-8000-000000000003', 'ProMax', 'team', 9999, 101989.80,
     '{"monthly_prices": {"USD": 99.99, "INR": 9999}, "ai_enhanced_content": true, "custom_branding": true, "api_access": true, "course_instructor": true}',
     NULL, 5000);

-- Subscriptions --------------------------------------------------------------------------------------------------------
CREATE TABLE billing.subscriptions (
    subscription_id          uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    team_id                  uuid REFERENCES identity.teams (team_id),
    user_id                  uuid REFERENCES security.users (user_id),
    plan_id                  uuid    NOT NULL REFERENCES billing.subscription_plans (plan_id),
    status                   text    NOT NULL DEFAULT 'active',
    current_period_start     date    NOT NULL,
    current_period_end       date    NOT NULL,
    auto_renew               boolean NOT NULL DEFAULT true,
    external_subscription_id varchar(255) CONSTRAINT subscriptions_external_subscription_id UNIQUE,
    payment_method_id        uuid REFERENCES finance.payment_methods (payment_method_id),
    CONSTRAINT check_subscriber CHECK ((team_id IS NOT NULL AND user_id IS NULL) OR (team_id IS NULL AND user_id IS NOT NULL)),
    CONSTRAINT subscriptions_status CHECK (status IN ('trialing', 'active', 'past_due', 'unpaid', 'cancelled')),
    CONSTRAINT subscriptions_period CHECK (current_period_start < current_period_end)
);
CALL public.make_base_entity('billing.subscriptions', 'subscription_id');
CREATE UNIQUE INDEX idx_subscriptions_live_team ON billing.subscriptions (team_id) WHERE status <> 'cancelled' AND NOT is_deleted;
CREATE UNIQUE INDEX idx_subscriptions_live_user ON billing.subscriptions (user_id) WHERE status <> 'cancelled' AND NOT is_deleted;
CREATE INDEX idx_subscriptions_payment_method ON billing.subscriptions (payment_method_id) WHERE NOT is_deleted;
CREATE TRIGGER subscriptions_fixed BEFORE UPDATE OF team_id, user_id ON billing.subscriptions
    FOR EACH ROW EXECUTE FUNCTION public.keep_fixed_columns('team_id', 'user_id');
CREATE TRIGGER subscriptions_lifecycle BEFORE UPDATE OF status ON billing.subscriptions FOR EACH ROW EXECUTE FUNCTION
    public.keep_lifecycle('status', 'trialing>active', 'trialing>cancelled', 'active>past_due', 'active>cancelled', 'past_due>active',
        'past_due>unpaid', 'past_due>cancelled', 'unpaid>active', 'unpaid>cancelled');
COMMENT ON TABLE billing.subscriptions IS 'One team or one user on one plan, from trial to the end. A subscriber has at most one that is not cancelled.';
COMMENT ON COLUMN billing.subscriptions.subscription_id IS 'Key of the subscription.';
COMMENT ON COLUMN billing.subscriptions.team_id IS 'The subscriber, if a team; exactly one of team and user. Never changes.';
COMMENT ON COLUMN billing.subscriptions.user_id IS 'The subscriber, if a user; exactly one of team and user. Never changes.';
COMMENT ON COLUMN billing.subscriptions.plan_id IS 'The plan; one that is retired can be kept but not chosen.';
COMMENT ON COLUMN billing.subscriptions.status IS
    'trialing, active, past_due (a payment failed), unpaid (it kept failing) or cancelled (for good). The first three entitle to the plan.';
COMMENT ON COLUMN billing.subscriptions.current_period_start IS 'First day of the billing cycle.';
COMMENT ON COLUMN billing.subscriptions.current_period_end IS 'First day after the billing cycle.';
COMMENT ON COLUMN billing.subscriptions.auto_renew IS 'Whether the next cycle begins by itself.';
COMMENT ON COLUMN billing.subscriptions.external_subscription_id IS 'The payment gateway''s id, to reconcile with it; unique.';
COMMENT ON COLUMN billing.subscriptions.payment_method_id IS 'What it is charged to, of the same owner; empty means the owner''s default.';

CREATE FUNCTION billing.check_plan() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$check$
DECLARE
    choosable boolean;
BEGIN
    -- The lock keeps the plan from being retired between the question and the answer.
    SELECT is_active INTO choosable FROM billing.subscription_plans WHERE plan_id = NEW.plan_id FOR SHARE;
    IF NOT choosable THEN
        PERFORM public.refuse('VE013', format('subscriptions: plan %s is retired (expected: an active plan)', NEW.plan_id));
    END IF;
    RETURN NEW;
END
$check$;
COMMENT ON FUNCTION billing.check_plan() IS 'VE013: a retired plan is not chosen any more.';
CREATE TRIGGER subscriptions_plan_new BEFORE INSERT ON billing.subscriptions
    FOR EACH ROW EXECUTE FUNCTION billing.check_plan();
CREATE TRIGGER subscriptions_plan_changed BEFORE UPDATE OF plan_id ON billing.subscriptions
    FOR EACH ROW WHEN (OLD.plan_id <> NEW.plan_id) EXECUTE FUNCTION billing.check_plan();

CREATE FUNCTION billing.check_payment_method() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$check$
DECLARE
    method finance.payment_methods;
BEGIN
    SELECT * INTO method FROM finance.payment_methods WHERE payment_method_id = NEW.payment_method_id FOR SHARE;
    IF FOUND AND ((method.user_id, method.team_id) IS DISTINCT FROM (NEW.user_id, NEW.team_id)
            OR method.status = 'removed' OR method.is_deleted) THEN
        PERFORM public.refuse('VE013', format('subscriptions: payment method %s is not one the subscriber can use (expected: the subscriber''s own, not removed)',
            NEW.payment_method_id));
    END IF;
    RETURN NEW;
END
$check$;
COMMENT ON FUNCTION billing.check_payment_method() IS 'VE013: a subscription is charged to a payment method of its own subscriber, one that was not removed.';
CREATE TRIGGER subscriptions_payment_method BEFORE INSERT OR UPDATE OF payment_method_id ON billing.subscriptions
    FOR EACH ROW WHEN (NEW.payment_method_id IS NOT NULL) EXECUTE FUNCTION billing.check_payment_method();

CREATE FUNCTION billing.plan_of_team(team uuid) RETURNS text
    LANGUAGE sql STABLE AS
$plan$
    SELECT coalesce((
        SELECT plan.plan_name FROM billing.subscriptions subscription JOIN billing.subscription_plans plan USING (plan_id)
        WHERE subscription.team_id = team AND subscription.status IN ('trialing', 'active', 'past_due') AND NOT subscription.is_deleted), 'Base')
$plan$;
COMMENT ON FUNCTION billing.plan_of_team(uuid) IS
    'Name of the plan a team is entitled to: that of its subscription while it is trialing, active or past due, otherwise Base.';

CREATE FUNCTION billing.is_promax_team(team uuid) RETURNS boolean
    LANGUAGE sql STABLE AS
$promax$ SELECT billing.plan_of_team(team) = 'ProMax' $promax$;
COMMENT ON FUNCTION billing.is_promax_team(uuid) IS 'Whether a team is entitled to ProMax.';

-- Billing documents in credits -------------------------------------------------------------------------------------------
CREATE TABLE billing.invoices (
    invoice_id      uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    subscription_id uuid          NOT NULL REFERENCES billing.subscriptions (subscription_id),
    amount_credits  numeric(10,2) NOT NULL,
    status          text          NOT NULL DEFAULT 'draft',
    due_date        date          NOT NULL,
    paid_date       date,
    invoice_number  varchar(100)  NOT NULL CONSTRAINT invoices_number UNIQUE,
    pdf_url         varchar(500),
    CONSTRAINT invoices_amount CHECK (amount_credits >= 0),
    CONSTRAINT invoices_status CHECK (status IN ('draft', 'sent', 'paid', 'overdue')),
    CONSTRAINT invoices_paid CHECK ((status = 'paid') = (paid_date IS NOT NULL))
);
CALL public.make_base_entity('billing.invoices', 'invoice_id');
CREATE INDEX idx_invoices_subscription ON billing.invoices (subscription_id) WHERE NOT is_deleted;
CREATE TRIGGER invoices_number_fixed BEFORE UPDATE OF invoice_number, subscription_id ON billing.invoices
    FOR EACH ROW EXECUTE FUNCTION public.keep_fixed_columns('invoice_number', 'subscription_id');
CREATE TRIGGER invoices_fixed BEFORE UPDATE OF amount_credits, due_date ON billing.invoices
    FOR EACH ROW WHEN (OLD.status <> 'draft') EXECUTE FUNCTION public.keep_fixed_columns('amount_credits', 'due_date');
CREATE TRIGGER invoices_document_fixed BEFORE UPDATE OF pdf_url ON billing.invoices
    FOR EACH ROW WHEN (OLD.pdf_url IS NOT NULL) EXECUTE FUNCTION public.keep_fixed_columns('pdf_url');
CREATE TRIGGER invoices_lifecycle BEFORE UPDATE OF status ON billing.invoices FOR EACH ROW EXECUTE FUNCTION
    public.keep_lifecycle('status', 'draft>sent', 'sent>paid', 'sent>overdue', 'overdue>paid');
COMMENT ON TABLE billing.invoices IS 'A bill in credits for one period of a subscription. What it says is fixed once it was sent; how far it is paid advances.';
COMMENT ON COLUMN billing.invoices.invoice_id IS 'Key of the invoice.';
COMMENT ON COLUMN billing.invoices.subscription_id IS 'The subscription it bills, and so who pays. Never changes.';
COMMENT ON COLUMN billing.invoices.amount_credits IS 'What is due, in credits.';
COMMENT ON COLUMN billing.invoices.status IS 'draft, sent, then paid, or overdue and then paid; drives payment reminders.';
COMMENT ON COLUMN billing.invoices.due_date IS 'Last day to pay.';
COMMENT ON COLUMN billing.invoices.paid_date IS 'Day on which it was paid; present exactly while the status is paid.';
COMMENT ON COLUMN billing.invoices.invoice_number IS 'Number on the document; never used twice, not even after deletion. Never changes.';
COMMENT ON COLUMN billing.invoices.pdf_url IS 'Link to the document the customer has; never changes once there is one.';

ALTER TABLE finance.invoices ADD COLUMN subscription_id uuid REFERENCES billing.subscriptions (subscription_id);
CREATE INDEX idx_invoices_subscription ON finance.invoices (subscription_id) WHERE NOT is_deleted;
CREATE TRIGGER invoices_subscription_fixed BEFORE UPDATE OF subscription_id ON finance.invoices
    FOR EACH ROW WHEN (OLD.status <> 'draft') EXECUTE FUNCTION public.keep_fixed_columns('subscription_id');
COMMENT ON COLUMN finance.invoices.subscription_id IS 'The subscription it bills; empty for anything else.';

-- Metering -----------------------------------------------------------------------------------------------------------------
CREATE TABLE billing.subscription_usage (
    usage_id          uuid PRIMARY KEY DEFAULT uuidv7(),
    subscription_id   uuid        NOT NULL REFERENCES billing.subscriptions (subscription_id),
    usage_type        text        NOT NULL,
    quantity_used     integer     NOT NULL,
    cumulative_usage  integer     NOT NULL,
    limit_exceeded    boolean     NOT NULL DEFAULT false,
    related_entity_id uuid,
    period_start      date        NOT NULL,
    created_at        timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT subscription_usage_type CHECK (usage_type IN ('events_created', 'ai_credits_used')),
    CONSTRAINT subscription_usage_quantity CHECK (quantity_used > 0 AND cumulative_usage >= quantity_used),
    -- Two rows with one running total would mean that one of them was not counted. Its last entry is also the total so far.
    CONSTRAINT subscription_usage_running_total UNIQUE (subscription_id, usage_type, period_start, cumulative_usage)
) WITH (autovacuum_vacuum_insert_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05);
CREATE INDEX idx_subscription_usage_subscription_type ON billing.subscription_usage (subscription_id, usage_type);
CREATE TRIGGER subscription_usage_append_only BEFORE DELETE ON billing.subscription_usage
    FOR EACH ROW EXECUTE FUNCTION public.keep_append_only();
CREATE TRIGGER subscription_usage_fixed
    BEFORE UPDATE OF usage_id, subscription_id, usage_type, quantity_used, cumulative_usage, related_entity_id, period_start, created_at
        ON billing.subscription_usage
    FOR EACH ROW EXECUTE FUNCTION public.keep_fixed_columns('usage_id', 'subscription_id', 'usage_type', 'quantity_used', 'cumulative_usage',
        'related_entity_id', 'period_start', 'created_at');
COMMENT ON TABLE billing.subscription_usage IS 'One row per metered action. Counted when it is written, under the lock of its subscription; never rewritten.';
COMMENT ON COLUMN billing.subscription_usage.usage_id IS 'Key of the action; time-ordered.';
COMMENT ON COLUMN billing.subscription_usage.subscription_id IS 'Whose allowance is used.';
COMMENT ON COLUMN billing.subscription_usage.usage_type IS 'events_created or ai_credits_used.';
COMMENT ON COLUMN billing.subscription_usage.quantity_used IS 'How much this action used; above zero.';
COMMENT ON COLUMN billing.subscription_usage.cumulative_usage IS 'Total of this type in the period up to and with this action; counted by the database, whatever was given.';
COMMENT ON COLUMN billing.subscription_usage.limit_exceeded IS 'Whether the total was over the plan''s limit when this was written, or a later check found it so.';
COMMENT ON COLUMN billing.subscription_usage.related_entity_id IS 'What the action made, for example the event; its kind follows from the usage type.';
COMMENT ON COLUMN billing.subscription_usage.period_start IS
    'First day (UTC) of the month of the billing cycle that the action falls into: limits are per month, also in a cycle of a year. Set by the database.';
COMMENT ON COLUMN billing.subscription_usage.created_at IS 'When the action happened.';

CREATE FUNCTION billing.count_usage() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$count$
DECLARE
    happened_on constant date := (NEW.created_at AT TIME ZONE 'UTC')::date;
    cycle_start date;
    month       interval;
    allowance   integer;
BEGIN
    -- One after the other per subscription: the total is read after the lock, and so includes whoever came first.
    SELECT subscription.current_period_start, CASE NEW.usage_type
            WHEN 'events_created' THEN plan.max_events_per_month WHEN 'ai_credits_used' THEN plan.ai_credits_included END
        INTO cycle_start, allowance
        FROM billing.subscriptions subscription JOIN billing.subscription_plans plan USING (plan_id)
        WHERE subscription.subscription_id = NEW.subscription_id FOR NO KEY UPDATE OF subscription;
    IF happened_on < cycle_start THEN
        PERFORM public.refuse('VE010', format('subscription_usage: %s is before the billing cycle of subscription %s (expected: from %s)',
            happened_on, NEW.subscription_id, cycle_start));
    END IF;
    month := date_trunc('month', age(happened_on, coalesce(cycle_start, happened_on)));
    NEW.period_start := coalesce(cycle_start, happened_on) + month;
    NEW.cumulative_usage := NEW.quantity_used + coalesce((SELECT max(cumulative_usage) FROM billing.subscription_usage
        WHERE subscription_id = NEW.subscription_id AND usage_type = NEW.usage_type AND period_start = NEW.period_start), 0);
    NEW.limit_exceeded := coalesce(NEW.cumulative_usage > allowance, false);
    RETURN NEW;
END
$count$;
COMMENT ON FUNCTION billing.count_usage() IS
    'Keeps the running total of a type of use in the current period, right under concurrency, and says whether it is over the plan''s limit. VE010: nothing is counted into a period before the current cycle.';
CREATE TRIGGER subscription_usage_count BEFORE INSERT ON billing.subscription_usage
    FOR EACH ROW EXECUTE FUNCTION billing.count_usage();

-- Of what the billing domain may write by default, the rules take back: use is not rewritten, plans are not removed.
REVOKE UPDATE, DELETE ON billing.subscription_usage FROM billing_domain;
GRANT UPDATE (limit_exceeded) ON billing.subscription_usage TO billing_domain;
REVOKE DELETE ON billing.subscription_plans FROM billing_domain;
