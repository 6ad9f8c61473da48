/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Plural rules: recursive descent, one function a level of precedence, to a flat array of nodes that
 * name their operands by index. Limits on length, nodes and nesting make every walk short. Each rule
 * is tried for n up to 1000 when it is parsed, so that one that divides by zero or points outside is
 * refused then; a number beyond for which it does takes form 0.
 *
 * A table by libintl was rejected: its parser is not exported.
 */
#include "catalog/catalog.h"

enum {
    MOST_BYTES = 1000, /* Arabic's rule, the longest in use, has 130 */
    MOST_NODES = 256,  /* Arabic's has 37 */
    MOST_NESTING = 32, /* of parentheses, `!` and `?:` */
    MOST_FORMS = 16,   /* Arabic's 6 are the most in use */
    TRIED_NUMBERS = 1000,
};

enum op {
    OP_N,
    OP_NUMBER,
    OP_NOT,
    OP_MULTIPLY,
    OP_DIVIDE,
    OP_REMAINDER,
    OP_ADD,
    OP_SUBTRACT,
    OP_LESS,
    OP_GREATER,
    OP_LESS_EQUAL,
    OP_GREATER_EQUAL,
    OP_EQUAL,
    OP_NOT_EQUAL,
    OP_AND,
    OP_OR,
    OP_CHOOSE,
};

/** An operation; its operands are indexes of earlier nodes. */
struct plural_node {
    enum op op;
    unsigned long number;
    unsigned operands[3];
};

struct dip_plural {
    unsigned forms;
    unsigned root;
    unsigned node_count;
    struct plural_node nodes[MOST_NODES];
};

struct parser {
    struct dip_plural *plural;
    const char *next;
    unsigned nesting;
    bool failed;
};

/** An operator of two operands; a longer one stands before its own beginning. */
struct infix {
    const char *sign;
    enum op op;
    unsigned level;
};

static const struct infix infixes[] = {
    {"||", OP_OR, 1},        {"&&", OP_AND, 2},        {"==", OP_EQUAL, 3},
    {"!=", OP_NOT_EQUAL, 3}, {"<=", OP_LESS_EQUAL, 4}, {">=", OP_GREATER_EQUAL, 4},
    {"<", OP_LESS, 4},       {">", OP_GREATER, 4},     {"+", OP_ADD, 5},
    {"-", OP_SUBTRACT, 5},   {"*", OP_MULTIPLY, 6},    {"/", OP_DIVIDE, 6},
    {"%", OP_REMAINDER, 6},
};

enum { HIGHEST_LEVEL = 6 };

static unsigned parse_choice(struct parser *p);

static void skip_space(struct parser *p)
{
    while (g_ascii_isspace(*p->next))
        p->next++;
}

static bool accept(struct parser *p, const char *sign)
{
    skip_space(p);
    if (!g_str_has_prefix(p->next, sign))
        return false;
    p->next += strlen(sign);
    return true;
}

static void expect(struct parser *p, const char *sign)
{
    if (!accept(p, sign))
        p->failed = true;
}

static unsigned add(struct parser *p, struct plural_node node)
{
    struct dip_plural *plural = p->plural;
    if (plural->node_count == MOST_NODES) {
        p->failed = true;
        return 0;
    }
    plural->nodes[plural->node_count] = node;
    return plural->node_count++;
}

/** Take a decimal number; false where there is none or it is too large. */
static bool take_number(struct parser *p, unsigned long *ret_number)
{
    char *end = NULL;
    skip_space(p);
    if (!g_ascii_isdigit(*p->next))
        return false;
    guint64 number = g_ascii_strtoull(p->next, &end, 10);
    if (number > G_MAXINT32)
        return false;
    p->next = end;
    *ret_number = (unsigned long)number;
    return true;
}

static unsigned parse_primary(struct parser *p)
{
    unsigned long number = 0;
    if (accept(p, "n"))
        return add(p, (struct plural_node){.op = OP_N});
    if (accept(p, "(")) {
        unsigned inner = parse_choice(p);
        expect(p, ")");
        return inner;
    }
    if (!take_number(p, &number))
        p->failed = true;
    return add(p, (struct plural_node){.op = OP_NUMBER, .number = number});
}

static unsigned parse_unary(struct parser *p)
{
    size_t nots = 0;
    while (accept(p, "!"))
        nots++;
    unsigned operand = parse_primary(p);
    for (; nots > 0; nots--)
        operand = add(p, (struct plural_node){.op = OP_NOT, .operands = {operand}});
    return operand;
}

/** Take an operator of @p level, or NULL. */
static const struct infix *take_infix(struct parser *p, unsigned level)
{
    skip_space(p);
    for (size_t i = 0; i < G_N_ELEMENTS(infixes); i++) {
        if (!g_str_has_prefix(p->next, infixes[i].sign))
            continue;
        if (infixes[i].level != level)
            return NULL;
        p->next += strlen(infixes[i].sign);
        return &infixes[i];
    }
    return NULL;
}

/** All operators of two operands group from the left (gettext's plural.y). */
static unsigned parse_infix(struct parser *p, unsigned level)
{
    if (level > HIGHEST_LEVEL)
        return parse_unary(p);
    unsigned left = parse_infix(p, level + 1);
    const struct infix *infix = NULL;
    while (!p->failed && (infix = take_infix(p, level)) != NULL) {
        unsigned right = parse_infix(p, level + 1);
        left = add(p, (struct plural_node){.op = infix->op, .operands = {left, right}});
    }
    return left;
}

static unsigned parse_choice(struct parser *p)
{
    if (p->failed || p->nesting == MOST_NESTING) {
        p->failed = true;
        return 0;
    }
    p->nesting++;
    unsigned result = parse_infix(p, 1);
    if (!p->failed && accept(p, "?")) {
        unsigned yes = parse_choice(p);
        expect(p, ":");
        unsigned no = parse_choice(p);
        result = add(p, (struct plural_node){.op = OP_CHOOSE, .operands = {result, yes, no}});
    }
    p->nesting--;
    return result;
}

/** What an evaluation carries down. */
struct evaluation {
    const struct plural_node *nodes;
    unsigned long n;
    bool failed; /* a division by zero */
};

static unsigned long evaluate(struct evaluation *e, unsigned index);

static unsigned long divide(struct evaluation *e, enum op op, unsigned long left,
                            unsigned long right)
{
    if (right == 0) {
        e->failed = true;
        return 0;
    }
    return op == OP_DIVIDE ? left / right : left % right;
}

static unsigned long combine(struct evaluation *e, enum op op, unsigned long left,
                             unsigned long right)
{
    switch (op) {
    case OP_MULTIPLY:
        return left * right;
    case OP_DIVIDE:
    case OP_REMAINDER:
        return divide(e, op, left, right);
    case OP_ADD:
        return left + right;
    case OP_SUBTRACT:
        return left - right;
    case OP_LESS:
        return left < right;
    case OP_GREATER:
        return left > right;
    case OP_LESS_EQUAL:
        return left <= right;
    case OP_GREATER_EQUAL:
        return left >= right;
    case OP_EQUAL:
        return left == right;
    case OP_NOT_EQUAL:
        return left != right;
    case OP_N:
    case OP_NUMBER:
    case OP_NOT:
    case OP_AND:
    case OP_OR:
    case OP_CHOOSE:
        break;
    }
    g_assert_not_reached();
}

static unsigned long evaluate(struct evaluation *e, unsigned index)
{
    const struct plural_node *node = &e->nodes[index];
    const unsigned *operands = node->operands;
    if (node->op == OP_N)
        return e->n;
    if (node->op == OP_NUMBER)
        return node->number;
    unsigned long first = evaluate(e, operands[0]);
    if (node->op == OP_NOT)
        return first == 0;
    if (node->op == OP_AND)
        return first != 0 && evaluate(e, operands[1]) != 0;
    if (node->op == OP_OR)
        return first != 0 || evaluate(e, operands[1]) != 0;
    if (node->op == OP_CHOOSE)
        return evaluate(e, operands[first != 0 ? 1 : 2]);
    return combine(e, node->op, first, evaluate(e, operands[1]));
}

static bool find_form(const struct dip_plural *plural, unsigned long n, unsigned *ret_form)
{
    struct evaluation e = {.nodes = plural->nodes, .n = n};
    unsigned long form = evaluate(&e, plural->root);
    if (e.failed || form >= plural->forms)
        return false;
    *ret_form = (unsigned)form;
    return true;
}

static bool try_numbers(const struct dip_plural *plural)
{
    unsigned form = 0;
    for (unsigned long n = 0; n <= TRIED_NUMBERS; n++) {
        if (!find_form(plural, n, &form))
            return false;
    }
    return true;
}

struct dip_plural *dip_plural_parse(const char *header_value)
{
    DIP_AUTO(dip_plural) plural = g_new0(struct dip_plural, 1);
    struct parser p = {.plural = plural, .next = header_value};
    unsigned long forms = 0;
    if (strlen(header_value) > MOST_BYTES)
        return NULL;
    if (!accept(&p, "nplurals") || !accept(&p, "=") || !take_number(&p, &forms))
        return NULL;
    if (!accept(&p, ";") || !accept(&p, "plural") || !accept(&p, "="))
        return NULL;
    if (forms < 1 || forms > MOST_FORMS)
        return NULL;
    plural->forms = (unsigned)forms;
    plural->root = parse_choice(&p);
    accept(&p, ";");
    skip_space(&p);
    if (p.failed || *p.next != '\0' || !try_numbers(plural))
        return NULL;
    return g_steal_pointer(&plural);
}

void dip_plural_free(struct dip_plural *plural)
{
    g_free(plural);
}

unsigned dip_plural_count(const struct dip_plural *plural)
{
    return plural->forms;
}

unsigned dip_plural_index(const struct dip_plural *plural, unsigned long n)
{
    unsigned form = 0;
    return find_form(plural, n, &form) ? form : 0;
}
