/* Scores each line of standard input by a model, and tells the words of the first line.
 *
 *     cc score.c -I../../Sources/CGramarye/include -L../../.build/release -lgramarye -o score
 *     LD_LIBRARY_PATH=../../.build/release ./score english.arpa < lines.txt
 */
#include <gramarye.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int failed(void) {
    fprintf(stderr, "%s\n", gramarye_last_error());
    return gramarye_last_error_code();
}

/* The score of a line, word by word from state to state, as a decoder asks for it. */
static double walk(const gramarye_model *model, char *line) {
    size_t numbers = gramarye_state_length(model);
    uint32_t *state = calloc(2 * numbers, sizeof *state), *next = state + numbers;
    double sum = 0;
    gramarye_begin(model, state);
    for (char *word = strtok(line, " \t"); word != NULL; word = strtok(NULL, " \t")) {
        sum += gramarye_next(model, state, gramarye_word_id(model, word, strlen(word)), next, NULL);
        memcpy(state, next, numbers * sizeof *state);
    }
    sum += gramarye_next(model, state, gramarye_word_id(model, "</s>", 4), next, NULL);
    free(state);
    return sum;
}

int main(int count, char **arguments) {
    if (gramarye_interface() != GRAMARYE_INTERFACE || count < 2) return 64;
    gramarye_model *model = gramarye_open(arguments[1], count > 2 ? arguments[2] : NULL);
    if (model == NULL) return failed();
    printf("%d-grams of %u words\n", gramarye_order(model), gramarye_word_count(model));

    char line[4096];
    int number = 0;
    while (fgets(line, sizeof line, stdin) != NULL) {
        line[strcspn(line, "\n")] = 0;
        double score = gramarye_score(model, line, strlen(line), GRAMARYE_WHOLE);
        if (score != score) return failed();
        printf("%.4f %s\n", score, line);
        if (number++ > 0) continue;

        gramarye_word_score words[64];
        ptrdiff_t found = gramarye_score_words(model, line, strlen(line), GRAMARYE_WHOLE, words, 64);
        for (ptrdiff_t index = 0; index < found && index < 64; index++) {
            char text[64];
            size_t length = gramarye_word_text(model, words[index].word, text, sizeof text);
            printf("  %.4f %.*s, %d words\n", words[index].log10_probability,
                (int)(length < sizeof text ? length : sizeof text), text, words[index].ngram_length);
        }
        /* A network or a mixture has no states that can be kept apart. */
        if (gramarye_state_length(model) > 0) printf("  %.4f by states\n", walk(model, line));
    }
    gramarye_close(model);
    return 0;
}
