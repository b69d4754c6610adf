/** What all routes share: answers with their headers, problems, cross-origin rules. */
@NullMarked
package io.leaderboard.query.web;

import org.jspecify.annotations.NullMarked;
