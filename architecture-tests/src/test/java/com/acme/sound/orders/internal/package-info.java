/// Orders and how they come about.
@NullMarked
package com.acme.sound.orders.internal;

import org.jspecify.annotations.NullMarked;
