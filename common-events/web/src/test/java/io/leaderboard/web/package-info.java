@NullMarked
package io.leaderboard.web;

import org.jspecify.annotations.NullMarked;
