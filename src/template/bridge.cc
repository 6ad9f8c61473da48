/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * The only C++: ctemplate's interfaces over our values and buffers. Includes and locales are ours, so
 * no TemplateCache is used (each expansion through one takes its lock twice, frozen or not); values
 * are ours, since a TemplateDictionary grows with every value that is set again.
 *
 * Quirks of ctemplate 2.4: it prints to stderr what it refuses; a section whose name ends with
 * "_separator" of the section around it is special, names with BI_ too (our keys are neither); a
 * backslash and newline behind a section marker lose the backslash; one process-wide reader lock is
 * taken per expansion.
 */
#include "template/bridge.h"

#include <ctemplate/per_expand_data.h>
#include <ctemplate/template.h>
#include <ctemplate/template_dictionary_interface.h>
#include <ctemplate/template_emitter.h>

#include <cstring>
#include <string>

namespace
{

using ctemplate::ExpandEmitter;
using ctemplate::TemplateDictionaryInterface;
using ctemplate::TemplateString;

/* g_string_append_len() does more than this; it was a third of an expansion. */
class Appender final : public ExpandEmitter
{
  public:
    explicit Appender(GString *out) : out_(out)
    {
    }
    ~Appender() override
    {
        out_->str[out_->len] = '\0';
    }
    void Emit(char c) override
    {
        Append(&c, 1);
    }
    void Emit(const std::string &s) override
    {
        Emit(s.data(), s.size());
    }
    void Emit(const char *s) override
    {
        Emit(s, strlen(s));
    }
    void Emit(const char *s, size_t length) override
    {
        Append(s, length);
    }

  private:
    void Append(const char *s, size_t length)
    {
        if (length >= out_->allocated_len - out_->len) {
            g_string_append_len(out_, s, static_cast<gssize>(length));
            return;
        }
        memcpy(out_->str + out_->len, s, length);
        out_->len += length;
    }
    GString *out_;
};

class Values final : public TemplateDictionaryInterface
{
  public:
    explicit Values(const struct dip_values *values) : values_(values)
    {
    }
    void Set(const struct dip_values *values)
    {
        values_ = values;
    }

  protected:
    TemplateString GetValue(const TemplateString &key) const override
    {
        size_t length = 0;
        const char *value = dip_values_peek(values_, key.data(), &length);
        return TemplateString(value, length);
    }
    bool IsHiddenSection(const TemplateString &key) const override
    {
        struct dip_values *const *children = nullptr;
        size_t count = 0;
        return !dip_values_shows(values_, key.data(), key.size(), &children, &count);
    }
    bool IsUnhiddenSection(const TemplateString &key) const override
    {
        return !IsHiddenSection(key);
    }
    Iterator *CreateSectionIterator(const TemplateString &key) const override;

    /* No template has an include left. */
    bool IsHiddenTemplate(const TemplateString &) const override
    {
        return true;
    }
    const char *GetIncludeTemplateName(const TemplateString &, int) const override
    {
        return "";
    }
    Iterator *CreateTemplateIterator(const TemplateString &) const override;
    void DumpToString(std::string *, int) const override
    {
    }

  private:
    class Children;
    const struct dip_values *values_;
};

class Values::Children final : public TemplateDictionaryInterface::Iterator
{
  public:
    Children(struct dip_values *const *children, size_t count)
        : children_(children), left_(count), current_(nullptr)
    {
    }
    bool HasNext() const override
    {
        return left_ > 0;
    }
    const TemplateDictionaryInterface &Next() override
    {
        current_.Set(*children_++);
        left_--;
        return current_;
    }

  private:
    struct dip_values *const *children_;
    size_t left_;
    Values current_;
};

TemplateDictionaryInterface::Iterator *Values::CreateSectionIterator(
    const TemplateString &key) const
{
    struct dip_values *const *children = nullptr;
    size_t count = 0;
    dip_values_shows(values_, key.data(), key.size(), &children, &count);
    return new Children(children, count);
}

TemplateDictionaryInterface::Iterator *Values::CreateTemplateIterator(const TemplateString &) const
{
    return new Children(nullptr, 0);
}

ctemplate::Template *parsed(const struct dip_engine *engine)
{
    return reinterpret_cast<ctemplate::Template *>(const_cast<struct dip_engine *>(engine));
}

void expand(const struct dip_engine *engine, const struct dip_values *values, ExpandEmitter *out)
{
    Values view(values);
    bool good = parsed(engine)->ExpandWithData(out, &view, nullptr);
    g_assert(good);
}

} // namespace

struct dip_engine *dip_engine_parse(const char *text, size_t length)
{
    return reinterpret_cast<struct dip_engine *>(
        ctemplate::Template::StringToTemplate(text, length, ctemplate::DO_NOT_STRIP));
}

void dip_engine_free(struct dip_engine *engine)
{
    delete parsed(engine);
}

void dip_engine_expand(const struct dip_engine *engine, const struct dip_values *values,
                       GString *out)
{
    Appender appender(out);
    expand(engine, values, &appender);
}
