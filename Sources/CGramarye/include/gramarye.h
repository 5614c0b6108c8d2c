/* The C interface of Gramarye: language models of files and databases, asked for the probability of texts and words.
 *
 *     gramarye_model *model = gramarye_open("english.gram", NULL);
 *     if (model == NULL) { fprintf(stderr, "%s\n", gramarye_last_error()); return 1; }
 *     double score = gramarye_score(model, "it was the best of times", 24, GRAMARYE_WHOLE);
 *     gramarye_close(model);
 *
 * Texts are UTF-8 with their length in bytes, and need no zero byte behind them. Logarithms are to the base 10.
 *
 * Threads: a model does not change, and any number of threads may ask it at once; none may ask it when or after it is
 * closed. The last error is each thread's own. A state is memory of the caller's: what one thread writes no other
 * touches meanwhile.
 *
 * No call prints, exits or changes a file. Documentation/python.md has more.
 */
#ifndef GRAMARYE_H
#define GRAMARYE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Rises when a program that was compiled with this header can no longer use the library. */
#define GRAMARYE_INTERFACE 1

/* The interface that the library has; compare it with GRAMARYE_INTERFACE. */
int32_t gramarye_interface(void);

/* The version of the library, as "0.1.0". */
const char *gramarye_version(void);

/* What the last call of this thread that failed says of it: the fact, the likely cause and the remedy, a line each.
 * It stays until a call of this thread fails again. "" if none has. */
const char *gramarye_last_error(void);

/* The kind of that error, as <sysexits.h> numbers it: 64 what was asked, 65 the data, 66 no such input, 70 a fault of
 * the library, 73 cannot create, 74 input or output, 75 try again. 0 if there is none. */
int32_t gramarye_last_error_code(void);

typedef struct gramarye_model gramarye_model;

/* Opens a model: of a model file, which is mapped and ready at once; of an ARPA file, compressed or not; or of a
 * database, by its name: "mkn:3", or a saved one.
 *
 * name is NULL for a file, and for the only saved model of a database. Returns NULL if it fails. */
gramarye_model *gramarye_open(const char *path, const char *name);

/* What a reader should know of how the model was made, a line each: fallbacks taken, a pruning. "" where there is nothing.
 * It stays until the model is closed. */
const char *gramarye_notes(const gramarye_model *model);

/* Gives up a model. NULL is none. */
void gramarye_close(gramarye_model *model);

/* N of an n-gram model; 0 of a model that looks back without such a limit. */
int32_t gramarye_order(const gramarye_model *model);

/* How many words have a number: <unk> is 0, <s> 1, </s> 2. */
uint32_t gramarye_word_count(const gramarye_model *model);

/* The number of a word as the vocabulary spells it; 0 for a word that it does not have. */
uint32_t gramarye_word_id(const gramarye_model *model, const char *word, size_t length);

/* Writes the text of a word, at most so many bytes of it and no zero byte behind them.
 * Returns its length; 0 if there is no such word. */
size_t gramarye_word_text(const gramarye_model *model, uint32_t word, char *text, size_t capacity);

/* Whether a text stands after <s>, and whether </s> after it is scored. */
enum { GRAMARYE_BEGINS = 1, GRAMARYE_ENDS = 2, GRAMARYE_WHOLE = 3 };

/* The logarithm of a text's probability. The text is a line, cut into words as the model's own text was. Minus infinity
 * if a word has none; not a number if it fails. */
double gramarye_score(const gramarye_model *model, const char *text, size_t length, int32_t parts);

/* What a model says of a word. */
typedef struct {
    double log10_probability;
    /* How many words the longest n-gram has that the model found; 0 of models that do not look for one. */
    int32_t ngram_length;
    /* The word's number, 0 where the model does not know it. */
    uint32_t word;
} gramarye_word_score;

/* Scores each word of a text, and its end, if that is asked for. Writes at most so many of them.
 * Returns how many there are; -1 if it fails. */
ptrdiff_t gramarye_score_words(
    const gramarye_model *model, const char *text, size_t length, int32_t parts, gramarye_word_score *scores,
    size_t capacity);

/* States: what stands before a word, as far as it matters to the words to come. A state is memory of the caller's of so
 * many numbers. States of equal numbers are equal; numbers of another model's state give wrong scores, nothing worse.
 *
 * Returns how many numbers a state has; 0 for models without states, which say why in the last error. */
size_t gramarye_state_length(const gramarye_model *model);

/* Writes the state of a text that begins: <s> stands before it. */
void gramarye_begin(const gramarye_model *model, uint32_t *state);

/* Writes the state in which nothing is known of what stands before. */
void gramarye_begin_anywhere(const gramarye_model *model, uint32_t *state);

/* The logarithm of a word's probability in a state; writes the state after it, which is other memory.
 * ngram_length, if it is not NULL, gets how many words the n-gram has that the model found.
 * A number that no word has stands for <unk>. Not a number for models without states. */
double gramarye_next(
    const gramarye_model *model, const uint32_t *state, uint32_t word, uint32_t *next, int32_t *ngram_length);

#ifdef __cplusplus
}
#endif

#endif
